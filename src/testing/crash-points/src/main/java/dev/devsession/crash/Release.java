package dev.devsession.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an earlier release left in a namespace, recorded while one of its operators held two Services for session ada,
 * and bob waited for one of them.
 *
 * @param folder of the release: its CRDs, and before.json and swapped.json, the namespace as the API server gave it
 */
record Release(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Owners come before the objects that they own. */
  private static final List<String> ORDER = List.of("DevSession", "Swap", "Service", "ConfigMap", "Deployment",
      "StatefulSet");

  Path[] crds() {
    return new Path[]{folder.resolve("devsessions.devsession.dev.yaml"), folder.resolve("swaps.devsession.dev.yaml")};
  }

  void record(String name, Snapshot snapshot) {
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(name + ".json").toFile(), snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fills a namespace with what the release left in it.
   *
   * @return the users' objects as they are to be restored, for {@link Snapshot#same}
   */
  Snapshot load(KubernetesClient client, String namespace) {
    var made = new HashMap<String, JsonNode>();
    var swapped = read("swapped");
    var all = new ArrayList<>(swapped.users().entrySet());
    all.addAll(swapped.ours().entrySet());
    all.removeIf(e -> !e.getValue().isObject());
    all.sort(Comparator.comparing(e -> ORDER.indexOf(e.getKey().replaceFirst("/.*", ""))));
    all.forEach(e -> made.put(e.getKey(), create(client, namespace, e.getKey(), (ObjectNode) e.getValue(), made)));
    var before = read("before").same();
    before.users().forEach((name, object) -> ofThisRun((ObjectNode) object, made.get(name)));
    return before;
  }

  private Snapshot read(String name) {
    try {
      return JSON.readValue(Files.readAllBytes(folder.resolve(name + ".json")), Snapshot.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode create(KubernetesClient client, String namespace, String name, ObjectNode recorded,
      Map<String, JsonNode> made) {
    var metadata = (ObjectNode) recorded.path("metadata");
    metadata.put("namespace", namespace);
    metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation"));
    for (var owner : metadata.path("ownerReferences")) {
      var key = owner.path("kind").asText() + "/" + owner.path("name").asText();
      ((ObjectNode) owner).put("uid", made.get(key).at("/metadata/uid").asText());
    }
    if (name.startsWith("Service/")) {
      ((ObjectNode) recorded.path("spec")).remove(List.of("clusterIP", "clusterIPs"));
    }
    var collection = Snapshot.path(name.replaceFirst("/.*", ""), namespace);
    var object = collection + "/" + metadata.path("name").asText();
    var present = request(client, collection, "POST", recorded);
    if (collection.contains("devsession.dev/") && recorded.has("status")) {
      present.set("status", recorded.path("status"));
      present = request(client, object + "/status", "PUT", present);
    }
    // A second write that changes only managedFields restores the owners of the fields.
    ((ObjectNode) present.path("metadata")).set("managedFields", metadata.path("managedFields"));
    if (!collection.contains("devsession.dev/")) {
      ((ObjectNode) present.path("metadata")).remove("resourceVersion"); // the controllers write too
    }
    return request(client, object, "PUT", present);
  }

  private static ObjectNode request(KubernetesClient client, String path, String verb, JsonNode object) {
    try {
      return (ObjectNode) JSON.readTree(client.raw(path, verb, object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KubernetesClientException e) {
      throw new IllegalStateException(verb + " " + path + " of what was recorded: " + e.getMessage(), e);
    }
  }

  private static void ofThisRun(ObjectNode before, JsonNode made) {
    for (var member : List.of("namespace", "uid", "creationTimestamp")) {
      ((ObjectNode) before.path("metadata")).set(member, made.at("/metadata/" + member));
    }
    for (var member : List.of("clusterIP", "clusterIPs")) {
      if (before.path("spec").has(member)) {
        ((ObjectNode) before.path("spec")).set(member, made.at("/spec/" + member));
      }
    }
  }
}
