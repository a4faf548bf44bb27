package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/**
 * How often somebody else has given the sleeping workload replicas.
 *
 * @param lastTime RFC 3339
 * @param retryTime RFC 3339; null while the swap isn't given up
 * @param annotations hash of the workload's annotations when it was given up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resets(
    @Min(1) @Max(1000000) @JsonPropertyDescription("How often, since it was last left alone.") int count,
    @Size(max = 256) @JsonPropertyDescription("Who did it last: the field manager.") String manager,
    @Size(max = 64) @JsonPropertyDescription("How: Apply or Update.") String operation,
    @Size(max = 64)
    @JsonPropertyDescription("Through which subresource, such as scale; none for the object "
        + "itself.") String subresource,
    @Size(max = 64) @JsonPropertyDescription("When it was done last.") String lastTime,
    @Min(0) @Max(31536000) @JsonPropertyDescription("Seconds between the last two, by which it is judged how long "
        + "nothing has to happen until they are over.") Integer gapSeconds,
    @Size(max = 64) @JsonPropertyDescription("When the workload is put to sleep again, if the swap has been given up "
        + "for now.") String retryTime,
    @Size(max = 64) @JsonPropertyDescription("Hash of the workload's annotations when the swap was given up: another "
        + "one is a reason to try again.") String annotations) {
  /** The same when the swap is tried again. */
  public Resets trying() {
    return new Resets(count, manager, operation, subresource, lastTime, gapSeconds, null, null);
  }
}
