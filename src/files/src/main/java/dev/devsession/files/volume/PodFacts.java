package dev.devsession.files.volume;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;

/**
 * The pod whose volumes these are.
 *
 * @param metadata of the live pod; of the template if there is none
 * @param spec of the same
 * @param live whether it is a pod's, with a name, UID and node of its own
 * @param allocatable of its node, for limits that aren't set; missing: not known
 */
public record PodFacts(String namespace, JsonNode metadata, JsonNode spec, boolean live, JsonNode allocatable) {
  private static final int GROUP_READS = 0440;
  private static final int OWNER_ONLY = 0600;

  /** The same pod, on a node that has so much. */
  public PodFacts on(JsonNode nodeAllocatable) {
    return new PodFacts(namespace, metadata, spec, live, nodeAllocatable);
  }

  /** The same pod, with labels and annotations as they are now. */
  public PodFacts labelled(JsonNode newMetadata) {
    return new PodFacts(namespace, newMetadata, spec, live, allocatable);
  }

  /** The container or init container of this name; missing if there is none. */
  JsonNode container(String name) {
    for (var list : new String[]{"containers", "initContainers"}) {
      for (var container : spec.path(list)) {
        if (container.path("name").asText().equals(name)) {
          return container;
        }
      }
    }
    return spec.path("none");
  }

  /** A file's mode once the kubelet has given the volume to the pod's group. */
  int granted(int mode) {
    return hasGroup() ? mode | GROUP_READS : mode;
  }

  /** A token's mode: where the kubelet can tell who reads it, nobody else may. */
  int tokenMode(int declared) {
    return hasGroup() || hasOneUser() ? OWNER_ONLY : declared;
  }

  private boolean hasGroup() {
    return spec.path("securityContext").hasNonNull("fsGroup");
  }

  private boolean hasOneUser() {
    var users = new HashSet<JsonNode>();
    for (var list : new String[]{"initContainers", "containers"}) {
      for (var container : spec.path(list)) {
        var own = container.path("securityContext").path("runAsUser");
        users.add(own.isNumber() ? own : spec.path("securityContext").path("runAsUser"));
      }
    }
    return users.size() == 1 && users.iterator().next().isNumber();
  }
}
