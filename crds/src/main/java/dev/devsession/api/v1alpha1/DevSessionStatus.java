package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the operator last saw of a session. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DevSessionStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.") Long observedGeneration,
    @Size(max = 8) @JsonPropertyDescription("Ready, Accepted and Swapped.") List<Condition> conditions,
    @Size(max = 32) @JsonPropertyDescription("Each Service of the spec.") List<ServiceStatus> services,
    @Size(max = 16) @JsonPropertyDescription("How many of the Services are swapped, as 1/2.") String swapped,
    @Size(max = 64) @JsonPropertyDescription("When the session ends by itself, in RFC 3339.") String expiresAt) {
  public DevSessionStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    services = services == null ? List.of() : List.copyOf(services);
  }
}
