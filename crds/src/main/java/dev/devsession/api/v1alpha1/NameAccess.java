package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How the machine reaches Services by name. */
public record NameAccess(
    @Required @JsonPropertyDescription("Where the names lead that the agent writes. "
        + "Tunnel: to a loopback address of the machine for each Service, from where connections travel through the "
        + "tunnel; needs transport.type Tunnel. NodePort: to a node's address. For each Service of the namespace the "
        + "operator makes a second one of type NodePort, with the same port numbers as node ports, which must lie in "
        + "the API server's range and be free in the whole cluster. ClusterIP: to the Services' ClusterIPs; the "
        + "machine needs a route to them, and the operator does nothing for it.") NamesVia via) {}
