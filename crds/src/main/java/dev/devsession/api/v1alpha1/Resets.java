package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/**
 * How often a user or another controller has given the scaled-down workload replicas.
 *
 * @param lastTime RFC 3339
 * @param retryTime RFC 3339; null while the swap isn't given up
 * @param annotations hash of the workload's annotations when it was given up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resets(
    @Min(1) @Max(1000000) @JsonPropertyDescription("How often, since the replicas were last left alone.") int count,
    @Size(max = 256) @JsonPropertyDescription("Field manager that reset the replicas last.") String manager,
    @Size(max = 64) @JsonPropertyDescription("Operation of the last reset: Apply or Update.") String operation,
    @Size(max = 64)
    @JsonPropertyDescription("Subresource of the last reset, such as scale; absent for the object "
        + "itself.") String subresource,
    @Size(max = 64) @JsonPropertyDescription("When the replicas were last reset.") String lastTime,
    @Min(0) @Max(31536000) @JsonPropertyDescription("Seconds between the last two resets. The longer they are, the "
        + "longer the operator waits before it considers the resets over.") Integer gapSeconds,
    @Size(max = 64) @JsonPropertyDescription("When the operator scales the workload to zero again, if it has given up "
        + "the swap for now.") String retryTime,
    @Size(max = 64) @JsonPropertyDescription("Hash of the workload's annotations when the operator gave up the swap: "
        + "it tries again when the hash changes.") String annotations,
    @Min(0) @Max(1000000000000L)
    @JsonPropertyDescription("Generation of the workload that the last reset made, so that no reset is "
        + "counted twice.") Long generation) {
  /** The same when the swap is tried again. */
  public Resets trying() {
    return new Resets(count, manager, operation, subresource, lastTime, gapSeconds, null, null, generation);
  }
}
