package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the operator last saw of a swap. A copy for people: the restore record is the annotation on the workload. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SwapStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.") Long observedGeneration,
    @Size(max = 8) @JsonPropertyDescription("Accepted and Swapped.") List<Condition> conditions,
    @Size(max = 253) @JsonPropertyDescription("The session that holds the Service.") String holder,
    @Size(max = 64) @JsonPropertyDescription("Since when the holder holds it, in RFC 3339.") String since,
    @Size(max = 20000) @JsonPropertyDescription("The sessions that wait, in order, separated by commas.") String queued,
    @JsonPropertyDescription("The workload behind the Service.") WorkloadRef workload,
    @JsonPropertyDescription("Its replicas before it was swapped.") Integer originalReplicas,
    @Size(max = 320) @JsonPropertyDescription("The workload and its replicas, as Deployment/orders ×3.") String original,
    @Size(max = 64) @JsonPropertyDescription("SHA-256 of the routes that the proxy pods are known to use.") String routes) {
  public SwapStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
