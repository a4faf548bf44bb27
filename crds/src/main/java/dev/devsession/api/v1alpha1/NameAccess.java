package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How the machine reaches Services by name. */
public record NameAccess(
    @Required @JsonPropertyDescription("What the names in the machine's hosts file lead to. "
        + "Tunnel: to a loopback address of the machine for each Service, from which the agent forwards connections "
        + "through the tunnel; needs transport.type Tunnel. "
        + "NodePort: to a node's address. For each Service of the namespace the "
        + "operator makes a second one of type NodePort, with the same port numbers as node ports, which must lie in "
        + "the API server's range and be free in the whole cluster. ClusterIP: to the Services' ClusterIPs; the "
        + "machine needs a route to them, which the operator doesn't provide.") NamesVia via) {}
