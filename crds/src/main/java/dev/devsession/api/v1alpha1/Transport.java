package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How the cluster reaches the machine.
 *
 * @param type through a tunnel or directly
 * @param hostAddress where proxies connect. Direct: an IP address or host name of the machine, as pods see it. Tunnel:
 * null
 *          in a DevSession; in a Claim the ClusterIP of the session's gateway, written by the operator. It is one
 *          field
 *          because clusters still hold Swaps of older operators
 * @param paths shorter ways that the tunnel may take; null: all that the chart allows. Null in a Claim
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.type != 'Direct' || has(self.hostAddress)", message = "must be set for type Direct",
    fieldPath = ".hostAddress", reason = "FieldValueRequired")
public record Transport(
    @Required @JsonPropertyDescription("Tunnel: the machine needs to reach only the API server. Direct: pods "
        + "connect to the machine's own address.") TransportType type,
    @Size(max = 253) @ValidationRule(value = "isIP(self) || self.matches('^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$') "
        + "&& !self.matches('^[0-9.]+$')",
        message = "must be an IP "
            + "address or a host name alone, without scheme or port")
    @ValidationRule(value = "!(isIP(self) ? "
        + "ip(self).isLoopback() || ip(self).isUnspecified() : self.lowerAscii() == 'localhost')",
        message = "must be the "
            + "machine's address as pods see it; this one leads a pod to itself")
    @JsonPropertyDescription("For Direct: IP address or host name of the "
        + "machine as pods see it, such as host.minikube.internal. A name is resolved for each "
        + "connection.") String hostAddress,
    @Size(max = 2) @JsonPropertyDescription("For Tunnel: the shorter ways that new connections may take while they "
        + "answer, by TLS to the gateway itself: PodAddress, NodePort. When left out: all that the chart's value "
        + "gateway.paths allows; an empty list: none, so that all goes through the API server.") List<
            TransportPath> paths) {
  public Transport {
    paths = paths == null ? null : List.copyOf(paths);
  }

  public Transport(TransportType type, String hostAddress) {
    this(type, hostAddress, null);
  }
}
