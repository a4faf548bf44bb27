package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How the machine reaches Services by name. */
public record NameAccess(
    @Required @JsonPropertyDescription("NodePort: a companion NodePort Service with nodePort = port for each Service of the namespace; "
        + "names lead to the node. ClusterIP: names lead to the ClusterIPs, for a machine with a route to them.") NamesVia via) {}
