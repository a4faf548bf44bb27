package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/**
 * What the machine's agent connects to.
 *
 * @param tunnelPort the port on the pod's loopback that a port-forward leads to
 * @param nodePort the port of its NodePort Service, if the session may use node ports
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GatewayStatus(
    @Size(max = 253) @JsonPropertyDescription("Name of the gateway's pod.") String podName,
    @Min(1) @Max(65535)
    @JsonPropertyDescription("Port for the tunnel, on the pod's loopback address only.") Integer tunnelPort,
    @Min(1) @Max(65535) @JsonPropertyDescription("Port at which nodes lead to the gateway, if the session may use "
        + "one.") Integer nodePort) {}
