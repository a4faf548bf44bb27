package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A request matches if it has all of these parts, and not all of those in {@code not}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MatchRule(
    @JsonPropertyDescription("A list member of the baggage headers.") BaggageMatch baggage,
    @Size(max = 8) @JsonPropertyDescription("Header fields, all of them.") List<ValueMatch> headers,
    @JsonPropertyDescription("A cookie.") ValueMatch cookie,
    @JsonPropertyDescription("A parameter of the query.") ValueMatch query,
    @JsonPropertyDescription("The path.") PathMatch path,
    @Size(max = 16) @JsonPropertyDescription("One of these methods.") List<String> methods,
    @JsonPropertyDescription("The request must not have all of these parts.") ExcludedMatch not) {
  public MatchRule {
    headers = headers == null ? List.of() : List.copyOf(headers);
    methods = methods == null ? List.of() : List.copyOf(methods);
  }
}
