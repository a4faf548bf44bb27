package dev.devsession.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Checks which fields of the users' objects a swap has changed. */
final class SwappedState {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SwappedState() {}

  /**
   * @param now the users' objects while they are swapped
   * @param before the same objects before the swap
   * @return forbidden changes: a swap may change only a workload's replicas or a Service's selector and the mark, and
   * only both together
   */
  static List<String> problems(Snapshot now, Snapshot before) {
    var lines = new ArrayList<String>();
    var unmarked = new Snapshot(new TreeMap<>(), new TreeMap<>());
    now.users().forEach((name, object) -> unmarked.users().put(name, unmarked(name, object.deepCopy(), lines)));
    before.users().forEach((name, object) -> {
      if (unmarked.users().containsKey(name) && isMarked(now.users().get(name))) {
        Differences.of(name, unmarked.users().get(name), unowned(object.deepCopy()), lines);
        unmarked.users().put(name, object);
      }
    });
    if (now.users().values().stream().noneMatch(SwappedState::isMarked)) {
      lines.add("no workload is scaled to zero, and no Service is shared");
    }
    lines.addAll(unmarked.differences(before));
    return lines;
  }

  private static boolean isMarked(JsonNode object) {
    return object.at("/metadata/annotations").has(Annotations.ORIGINAL);
  }

  private static JsonNode unmarked(String name, JsonNode object, List<String> lines) {
    if (!isMarked(object)) {
      return object;
    }
    var isService = name.startsWith("Service/");
    if (isService) {
      if (object.at("/spec/selector").size() != 1 || !object.at("/spec/selector").has(Labels.SWAP)) {
        lines.add(name + " is marked and selects " + object.at("/spec/selector"));
      }
    } else if (object.at("/spec/replicas").asInt() != 0) {
      lines.add(name + " is marked and has " + object.at("/spec/replicas") + " replicas");
    }
    var annotations = (ObjectNode) object.at("/metadata/annotations");
    try {
      var mark = JSON.readTree(annotations.remove(Annotations.ORIGINAL).asText());
      var field = isService ? "selector" : "replicas";
      ((ObjectNode) object.path("spec")).set(field, mark.path(field));
      if (annotations.isEmpty() && isService) {
        ((ObjectNode) object.path("metadata")).remove("annotations");
      }
    } catch (JsonProcessingException e) {
      lines.add(name + " has an unreadable mark");
    }
    return unowned(object);
  }

  private static JsonNode unowned(JsonNode object) {
    ((ObjectNode) object.path("metadata")).remove("managedFields");
    return object;
  }
}
