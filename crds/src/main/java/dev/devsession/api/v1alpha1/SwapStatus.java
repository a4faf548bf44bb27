package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the operator last saw of a swap. Informational: the annotation on workload or Service is the restore record. */
@JsonClassDescription("What the operator last saw. Informational: the operator restores the workload or the "
    + "Service from its annotation devsession.dev/original.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SwapStatus(
    @JsonPropertyDescription("The generation of the spec that this status describes.") Long observedGeneration,
    @Size(max = 8) @JsonPropertyDescription("The conditions Accepted and Swapped, and where they apply DriftFight, "
        + "AutoscalerPaused and DisruptionsAllowed.") List<Condition> conditions,
    @Size(max = 253) @JsonPropertyDescription("Name of the session that holds the Service.") String holder,
    @Size(max = 64)
    @JsonPropertyDescription("SHA-256 of the first claim of the spec that this status describes.") String claim,
    @Size(max = 64)
    @JsonPropertyDescription("When the holder got the Service, as in 2026-01-31T10:00:00Z.") String since,
    @Size(max = 20000)
    @JsonPropertyDescription("Names of the waiting sessions, in order, separated by commas.") String queued,
    @JsonPropertyDescription("The workload behind the Service.") WorkloadRef workload,
    @Min(0) @Max(Integer.MAX_VALUE)
    @JsonPropertyDescription("Replicas of the workload before it was swapped.") Integer originalReplicas,
    @Min(0) @Max(Integer.MAX_VALUE)
    @JsonPropertyDescription("Replicas of the workload that weren't ready before it was swapped; absent: all were. The "
        + "operator doesn't wait long for these at the end.") Integer originalUnready,
    @Size(max = 320) @JsonPropertyDescription("The workload and its replicas before it was swapped: Deployment/orders "
        + "×3.") String original,
    @Size(max = 64)
    @JsonPropertyDescription("SHA-256 of the routes that the proxy pods are known to use.") String routes,
    @Size(max = 16384) @JsonPropertyDescription("Copy of the annotation devsession.dev/original, from which the "
        + "operator repairs it.") String mark,
    @JsonPropertyDescription("How often a user or another controller has reset what was swapped.") Resets resets,
    @Size(max = 64) @JsonPropertyDescription("With modes that share the Service: the sessions that are served now, the "
        + "oldest first.") List<Sharer> sharers,
    @JsonPropertyDescription("With modes that share the Service: how often no proxy was ready.") Outages outages) {
  public SwapStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    sharers = sharers == null || sharers.isEmpty() ? null : List.copyOf(sharers);
  }

  /** Whether the session is one of those that share the Service now. */
  public boolean isSharedBy(String session) {
    return sharers != null && sharers.stream().anyMatch(s -> s.session().equals(session));
  }
}
