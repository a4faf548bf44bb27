package dev.devsession.logs.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A pod, as far as logs need it.
 *
 * @param owner the workload's name as far as it can be told; else the pod's own
 * @param main the container that lines are of if nothing else is said: the first
 * @param unschedulable why no node takes it; or empty
 * @param containers of all kinds: init containers and sidecars, ordinary ones, ephemeral ones
 */
public record PodView(String uid, String name, Map<String, String> labels, String owner, String main,
    String unschedulable, List<ContainerView> containers) {
  /** On everything that serves a swap, and that serves a session. */
  private static final List<String> OWN = List.of("devsession.dev/swap", "devsession.dev/session");
  private static final List<String> STATUSES = List.of("initContainerStatuses", "containerStatuses",
      "ephemeralContainerStatuses");

  /** @param pod as the API server has it */
  public static PodView of(JsonNode pod) {
    var metadata = pod.path("metadata");
    var labels = new TreeMap<String, String>();
    metadata.path("labels").propertyStream().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    var status = pod.path("status");
    return new PodView(metadata.path("uid").asText(), metadata.path("name").asText(), labels, owner(metadata, labels),
        pod.path("spec").path("containers").path(0).path("name").asText(),
        status.path("conditions").valueStream()
            .filter(c -> c.path("type").asText().equals("PodScheduled") && c.path("status").asText().equals("False"))
            .map(c -> c.path("message").asText()).findFirst().orElse(""),
        STATUSES.stream().flatMap(kind -> status.path(kind).valueStream()).map(ContainerView::of).toList());
  }

  /** Whether it is one of DevSession's own, such as a swap's proxy or a session's gateway. */
  public boolean isOfDevSession() {
    return OWN.stream().anyMatch(labels::containsKey);
  }

  public Optional<ContainerView> container(String container) {
    return containers.stream().filter(c -> c.name().equals(container)).findFirst();
  }

  private static String owner(JsonNode metadata, Map<String, String> labels) {
    var hash = Optional.ofNullable(labels.get("pod-template-hash")).map(h -> "-" + h).orElse("");
    return Stream.of(metadata.path("ownerReferences").path(0).path("name").asText(), metadata.path("name").asText())
        .filter(name -> !name.isEmpty()).findFirst().map(name -> hash.isEmpty() || !name.endsWith(hash)
            ? name
            : name.substring(0, name.length() - hash.length()))
        .orElse("");
  }
}
