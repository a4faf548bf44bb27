package dev.devsession.operator.drift;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All of an object but what changes with every write or belongs to its controller: resourceVersion, generation, status,
 * and the times in managedFields. Pure.
 */
final class Snapshot {
  private Snapshot() {}

  static Map<String, Object> of(LiveObject object) {
    var whole = object.get();
    whole.remove("status");
    var metadata = Json.map(whole, "metadata");
    metadata.remove("resourceVersion");
    metadata.remove("generation");
    metadata.put("managedFields", fields(metadata.get("managedFields")));
    return whole;
  }

  /** A snapshot without what differs between any two objects, for comparing the same in two namespaces. */
  static Map<String, Object> anywhere(LiveObject object) {
    var whole = of(object);
    List.of("namespace", "uid", "creationTimestamp").forEach(Json.map(whole, "metadata")::remove);
    return whole;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> fields(Object entries) {
    return ((List<Map<String, Object>>) entries).stream().map(Json::copy).peek(e -> {
      e.remove("time");
      Json.map(e, "fieldsV1").remove("f:status");
    }).filter(e -> !Json.map(e, "fieldsV1").isEmpty())
        .sorted(Comparator.comparing(e -> e.get("manager") + "/" + e.get("operation") + "/" + e.get("subresource")))
        .toList();
  }
}
