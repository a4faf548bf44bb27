package dev.devsession.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The objects of a namespace as the API server gives them, by kind and name.
 *
 * @param users those that are the users' own: workloads, Services, ConfigMaps
 * @param ours those that are there on account of sessions, and the sessions themselves
 */
public record Snapshot(SortedMap<String, JsonNode> users, SortedMap<String, JsonNode> ours) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> KINDS = Map.of("Deployment", "apps/v1 deployments", "StatefulSet",
      "apps/v1 statefulsets", "Service", "v1 services", "ConfigMap", "v1 configmaps", "DevSession",
      "devsession.dev/v1alpha1 devsessions", "Swap", "devsession.dev/v1alpha1 swaps");
  /** Pods have random names, and users' pods change: only the number of pods per swap is compared. */
  private static final Map<String, String> COUNTED = Map.of("Pod", "v1 pods", "ReplicaSet", "apps/v1 replicasets");

  static Snapshot of(KubernetesClient client, String namespace) {
    var snapshot = new Snapshot(new TreeMap<>(), new TreeMap<>());
    KINDS.forEach((kind, resource) -> {
      for (var item : list(client, namespace, resource)) {
        var labels = item.at("/metadata/labels");
        var isOurs = resource.startsWith(ApiNames.GROUP) || labels.has(Labels.SWAP)
            || labels.has(Labels.SESSION) || labels.has(Labels.NODE_PORT_SERVICE_OF);
        (isOurs ? snapshot.ours : snapshot.users).put(kind + "/" + item.at("/metadata/name").asText(), item);
      }
    });
    COUNTED.forEach((kind, resource) -> {
      var counts = new TreeMap<String, Integer>();
      list(client, namespace, resource).forEach(item -> counts.merge(
          item.at("/metadata/labels").path(Labels.SWAP).asText(), 1, Integer::sum));
      counts.remove("");
      counts.forEach((swap, n) -> snapshot.ours.put(kind + "s of swap " + swap, JSON.getNodeFactory().numberNode(n)));
    });
    return snapshot;
  }

  /** Where the API server has the objects of a kind. */
  static String path(String kind, String namespace) {
    return collection(KINDS.get(kind), namespace);
  }

  private static String collection(String resource, String namespace) {
    var words = resource.split(" ");
    return (words[0].contains("/") ? "/apis/" : "/api/") + words[0] + "/namespaces/" + namespace + "/" + words[1];
  }

  private static JsonNode list(KubernetesClient client, String namespace, String resource) {
    try {
      return JSON.readTree(client.raw(collection(resource, namespace))).path("items");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The users' objects, for a comparison with the same ones at another time. */
  Snapshot same() {
    return new Snapshot(map(users, Normalizer::same), new TreeMap<>());
  }

  /** All objects, for a comparison with those of another run in another namespace. */
  Snapshot alike(String namespace) {
    return new Snapshot(map(users, o -> Normalizer.alike(o, namespace)), map(ours, o -> Normalizer.ours(o, namespace)));
  }

  private static SortedMap<String, JsonNode> map(SortedMap<String, JsonNode> objects, UnaryOperator<JsonNode> change) {
    var copy = new TreeMap<String, JsonNode>();
    objects.forEach((name, object) -> copy.put(name, change.apply(object.deepCopy())));
    return copy;
  }

  /** How this differs from what it should be, one line each; empty if not at all. */
  List<String> differences(Snapshot expected) {
    var lines = new ArrayList<String>();
    differences(users, expected.users, lines);
    differences(ours, expected.ours, lines);
    return lines;
  }

  private static void differences(SortedMap<String, JsonNode> is, SortedMap<String, JsonNode> expected,
      List<String> lines) {
    var names = new TreeSet<>(is.keySet());
    names.addAll(expected.keySet());
    for (var name : names) {
      if (!expected.containsKey(name)) {
        lines.add(name + " is there and shouldn't be");
      } else if (!is.containsKey(name)) {
        lines.add(name + " is missing");
      } else {
        Differences.of(name, is.get(name), expected.get(name), lines);
      }
    }
  }
}
