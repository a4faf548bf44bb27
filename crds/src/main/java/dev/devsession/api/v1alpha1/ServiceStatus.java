package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One Service of a session, as the operator last saw it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceStatus(
    @Required @Size(max = 63) @JsonPropertyDescription("The Service.") String name,
    @Size(max = 63) @JsonPropertyDescription("The Swap that serves it.") String swap,
    @Size(max = 64) @JsonPropertyDescription("Reason of the Swap's Swapped condition for this session.") String state,
    @Size(max = 253) @JsonPropertyDescription("The session that holds the Service now.") String holder,
    @JsonPropertyDescription("Replicas of the workload before it was swapped.") Integer originalReplicas,
    @Size(max = 1024) @JsonPropertyDescription("For people.") String message) {}
