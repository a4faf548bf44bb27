package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The parts of a request, all of which together a rule excludes. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExcludedMatch(
    @JsonPropertyDescription("A list member of the baggage headers.") BaggageMatch baggage,
    @Size(max = 8) @JsonPropertyDescription("Header fields, all of them.") List<ValueMatch> headers,
    @JsonPropertyDescription("A cookie.") ValueMatch cookie,
    @JsonPropertyDescription("A parameter of the query.") ValueMatch query,
    @JsonPropertyDescription("The path.") PathMatch path,
    @Size(max = 16) @JsonPropertyDescription("One of these methods.") List<String> methods) {
  public ExcludedMatch {
    headers = headers == null ? List.of() : List.copyOf(headers);
    methods = methods == null ? List.of() : List.copyOf(methods);
  }
}
