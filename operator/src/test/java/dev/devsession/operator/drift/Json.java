package dev.devsession.operator.drift;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Objects as maps, and the comparison that tools make. Pure. */
final class Json {
  private Json() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> parse(String json) {
    return Serialization.unmarshal(json, Map.class);
  }

  static Map<String, Object> of(Object object) {
    return parse(Serialization.asJson(object));
  }

  static Map<String, Object> copy(Map<String, Object> object) {
    return of(object);
  }

  /** The map at a path; an empty one that isn't part of the object if there is none. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> object, String... path) {
    var at = object;
    for (var key : path) {
      at = at.get(key) instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }
    return at;
  }

  /** The annotations, made if there are none. */
  static Map<String, Object> annotations(Map<String, Object> object) {
    var metadata = map(object, "metadata");
    metadata.putIfAbsent("annotations", new LinkedHashMap<String, Object>());
    return map(metadata, "annotations");
  }

  /** The value at a JSON pointer of plain keys, such as {@code /spec/replicas}, or null. */
  static Object at(Map<String, Object> object, String pointer) {
    var path = keys(pointer);
    return map(object, path.subList(0, path.size() - 1).toArray(String[]::new)).get(path.getLast());
  }

  /** A copy with another value at the pointer; null: without it. */
  static Map<String, Object> with(Map<String, Object> object, String pointer, Object value) {
    var copy = copy(object);
    var path = keys(pointer);
    var parent = map(copy, path.subList(0, path.size() - 1).toArray(String[]::new));
    if (value == null) {
      parent.remove(path.getLast());
    } else {
      parent.put(path.getLast(), value);
    }
    return copy;
  }

  /** Whether two states of an object differ in a field that a tool compares. */
  static boolean differ(Map<String, Object> a, Map<String, Object> b, List<String> ignoredPointers) {
    return !Objects.equals(compared(a, ignoredPointers), compared(b, ignoredPointers));
  }

  private static Map<String, Object> compared(Map<String, Object> object, List<String> ignoredPointers) {
    var ignored = new ArrayList<>(ignoredPointers);
    ignored.addAll(List.of("/status", "/metadata/managedFields", "/metadata/resourceVersion", "/metadata/generation"));
    var result = object;
    for (var pointer : ignored) {
      result = with(result, pointer, null);
    }
    annotations(result).remove(ArgoSelfHeal.LAST_APPLIED);
    return result;
  }

  private static List<String> keys(String pointer) {
    return List.of(pointer.substring(1).split("/"));
  }
}
