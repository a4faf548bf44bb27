package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the operator last saw of a session. */
@JsonClassDescription("What the operator last saw.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DevSessionStatus(
    @JsonPropertyDescription("The generation of the spec that this status describes.") Long observedGeneration,
    @Size(max = 8) @JsonPropertyDescription("The conditions Ready, Accepted and Swapped, Connected for the Tunnel, "
        + "and DriftFight if there is one.") List<Condition> conditions,
    @Size(max = 32) @JsonPropertyDescription("State of each Service of the spec.") List<ServiceStatus> services,
    @JsonPropertyDescription("What the machine's agent connects to. Only for type Tunnel.") GatewayStatus gateway,
    @Size(max = 16) @JsonPropertyDescription("How many of the Services are swapped: 1/2 is one of two.") String swapped,
    @Size(max = 64)
    @JsonPropertyDescription("When the session expires, as in 2026-01-31T18:00:00Z.") String expiresAt) {
  public DevSessionStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    services = services == null ? List.of() : List.copyOf(services);
  }

  /** With nothing but conditions. */
  public static DevSessionStatus of(Long observedGeneration, List<Condition> conditions) {
    return new DevSessionStatus(observedGeneration, conditions, null, null, null, null);
  }
}
