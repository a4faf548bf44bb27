package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * One Service that runs on the developer's machine.
 *
 * @param name the Service's name, in the session's namespace
 * @param mode what becomes of the original pods
 * @param workloadRef the workload behind the Service; null: the one whose pods the Service selects
 * @param ports the ports to forward; empty: every TCP port of the Service, on the same number of the machine
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SwappedService(
    @Required @Size(max = 63)
    @ValidationRule(value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message = "must be the name of a Service of this "
            + "namespace: lower-case letters, digits and '-', which is neither first nor last")
    @JsonPropertyDescription("Name of a Service in "
        + "the session's namespace.") String name,
    @Default("Replace") @JsonPropertyDescription("What becomes of the original pods. Replace, the only mode: the "
        + "workload is scaled to zero, and a "
        + "proxy that forwards to the machine takes the place of its pods.") SwapMode mode,
    @JsonPropertyDescription("The workload to replace. When left out: the one whose pods the Service selects. If the "
        + "Service selects pods of others too, this has to name one; the others keep answering their "
        + "share.") WorkloadRef workloadRef,
    @Size(max = 16) @JsonPropertyDescription("The ports to forward and where they lead on the machine. When left out: "
        + "every TCP port of the Service, to the "
        + "same number. When given, only these: connections to other ports are "
        + "refused, but for ports with the same container port as one of these: they lead where that leads.") List<
            ServicePortMapping> ports) {
  public SwappedService {
    mode = mode == null ? SwapMode.Replace : mode;
    ports = ports == null ? List.of() : List.copyOf(ports);
  }
}
