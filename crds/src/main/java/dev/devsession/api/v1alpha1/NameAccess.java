package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How the machine reaches Services by name. */
public record NameAccess(
    @Required @JsonPropertyDescription("Tunnel: each Service has a loopback address of its own on the machine, from where its connections travel through the tunnel. NodePort: names lead to the node's address, where the operator opens each Service of "
        + "the namespace on its own port number by a second Service of type NodePort. ClusterIP: names lead to the Services' ClusterIPs, for a "
        + "machine that has a route to them.") NamesVia via) {}
