package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A request matches if it has all of these parts, and not all of those in {@code not}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "[has(self.baggage), has(self.headers) && self.headers.size() > 0, has(self.cookie), "
    + "has(self.query), has(self.path), has(self.methods) && self.methods.size() > 0, has(self.sni), has(self.not)]"
    + ".exists(given, given)", message = "must have a part; an empty rule would match every request")
@ValidationRule(value = "!has(self.sni) || ![has(self.baggage), has(self.headers) && self.headers.size() > 0, "
    + "has(self.cookie), has(self.query), has(self.path), has(self.methods) && self.methods.size() > 0, has(self.not)]"
    + ".exists(given, given)",
    message = "must be the only part of its rule, as nothing of a request can be seen in TLS",
    fieldPath = ".sni")
@ValidationRule(
    value = "!has(self.headers) || self.headers.all(header, header.name" + HttpToken.MATCHES + ")",
    message = "must have names of header fields: " + HttpToken.CHARACTERS, fieldPath = ".headers")
@ValidationRule(value = "!has(self.cookie) || self.cookie.name" + HttpToken.MATCHES,
    message = "must have the name of a cookie: " + HttpToken.CHARACTERS, fieldPath = ".cookie")
@ValidationRule(value = "!has(self.methods) || self.methods.all(method, method" + HttpToken.MATCHES + ")",
    message = "must be methods: " + HttpToken.CHARACTERS, fieldPath = ".methods")
public record MatchRule(
    @JsonPropertyDescription("A list member of the baggage headers.") BaggageMatch baggage,
    @Size(max = 8) @JsonPropertyDescription("Header fields, all of them.") List<ValueMatch> headers,
    @JsonPropertyDescription("A cookie.") ValueMatch cookie,
    @JsonPropertyDescription("A parameter of the query.") ValueMatch query,
    @JsonPropertyDescription("The path.") PathMatch path,
    @Size(max = 16) @JsonPropertyDescription("One of these methods.") List<@Size(max = 32) String> methods,
    @Size(max = 253) @ValidationRule(value = "self.matches('^([*][.])?[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$')",
        message = "must be the name of a server, such as orders.example.com or *.example.com")
    @JsonPropertyDescription("Connections with TLS, as a whole, whose clients name this server; * stands for a first "
        + "label. No key is needed. With mode Intercept only.") String sni,
    @JsonPropertyDescription("The request must not have all of these parts.") ExcludedMatch not) {
  public MatchRule {
    headers = headers == null ? List.of() : List.copyOf(headers);
    methods = methods == null ? List.of() : List.copyOf(methods);
  }
}
