package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One Service of a session, as the operator last saw it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceStatus(
    @Required @Size(max = 63) @JsonPropertyDescription("Name of the Service.") String name,
    @Size(max = 63) @JsonPropertyDescription("Name of the Swap that serves it.") String swap,
    @Size(max = 64) @JsonPropertyDescription("State of the Service for this session: Swapped, Queued or another "
        + "reason from the API reference.") String state,
    @Size(max = 253) @JsonPropertyDescription("Name of the session that holds the Service now.") String holder,
    @Min(0) @Max(Integer.MAX_VALUE)
    @JsonPropertyDescription("Replicas of the workload before it was swapped.") Integer originalReplicas,
    @Size(max = 4096) @JsonPropertyDescription("Human-readable: what happened and what to do.") String message) {
  /** Of a Service that no Swap serves. */
  public static ServiceStatus unserved(String name, ReasonedMessage says) {
    return new ServiceStatus(name, null, says.reason().name(), null, null, says.message());
  }
}
