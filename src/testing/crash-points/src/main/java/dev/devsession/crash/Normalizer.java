package dev.devsession.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.devsession.api.v1alpha1.ApiNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is left out of objects before they are compared. */
final class Normalizer {
  private static final Set<String> OF_THE_RUN = Set.of("uid", "creationTimestamp", "clusterIP", "clusterIPs",
      "observedGeneration", "ttlSeconds");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
  private static final Pattern CLOCK = Pattern.compile("\\b\\d\\d:\\d\\d:\\d\\d\\b");
  /** The Services' ports: each lane has its own, as they become NodePorts, with the same last digit. */
  private static final Pattern PORT = Pattern.compile("\\b2\\d{3}(\\d)\\b");

  /** What a gateway has of its own in each run: its pod, its address, its session's UID, and hashes of these. */
  private static final Pattern OF_A_GATEWAY = Pattern.compile("\\b(devsession-gw-\\w+)-\\w+-\\w{5}\\b"
      + "|\\b10(?:\\.\\d+){3}\\b|\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b|\\b[0-9a-f]{64}\\b");

  private Normalizer() {}

  /**
   * For an object before and after: all of it but resourceVersion, generation, status and the times in managedFields.
   */
  static JsonNode same(JsonNode object) {
    if (object instanceof ObjectNode o) {
      o.remove("status");
      unversioned(o);
    }
    return object;
  }

  /** For the same of our objects in another run: nothing that every run has of its own, and no owners of fields. */
  static JsonNode ours(JsonNode object, String namespace) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
    return alike(object, namespace);
  }

  /** For the same object of another run: nothing that every run has of its own. */
  static JsonNode alike(JsonNode object, String namespace) {
    if (!object.isObject()) {
      return object;
    }
    var o = (ObjectNode) object;
    unversioned(o);
    if (!o.path("apiVersion").asText().startsWith(ApiNames.GROUP)) {
      o.remove("status"); // of theirs; in lists, only custom resources say what they are
    }
    return plain(o, namespace);
  }

  private static void unversioned(ObjectNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("resourceVersion");
      metadata.remove("generation");
      var entries = new ArrayList<JsonNode>();
      metadata.withArray("managedFields").forEach(entries::add);
      entries.forEach(f -> ((ObjectNode) f).remove("time"));
      entries.sort(Comparator.comparing(JsonNode::toString)); // as they come, they are in the order of those times
      metadata.putArray("managedFields").addAll(entries);
    }
  }

  private static JsonNode plain(JsonNode node, String namespace) {
    switch (node) {
      case ObjectNode object -> {
        object.remove(OF_THE_RUN);
        var members = List.copyOf(object.deepCopy().properties());
        object.removeAll();
        members.forEach(m -> object.set(plain(m.getKey()), plain(m.getValue(), namespace)));
      }
      case ArrayNode array -> {
        for (var i = 0; i < array.size(); i++) {
          array.set(i, plain(array.get(i), namespace));
        }
      }
      case TextNode text -> {
        return TextNode.valueOf(plain(text.asText()).replace(namespace, "NAMESPACE"));
      }
      case IntNode number -> {
        return TextNode.valueOf(plain(number.asText()));
      }
      default -> {
      }
    }
    return node;
  }

  private static String plain(String text) {
    var timeless = CLOCK.matcher(TIME.matcher(text).replaceAll("TIME")).replaceAll("TIME");
    return OF_A_GATEWAY.matcher(PORT.matcher(timeless).replaceAll("PORT$1")).replaceAll("OF THE RUN");
  }
}
