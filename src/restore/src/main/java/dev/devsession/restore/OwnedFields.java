package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** The paths that a managedFields entry owns, such as {@code f:spec}, {@code f:replicas}. */
final class OwnedFields {
  private OwnedFields() {}

  /** What the entry owns below a path; empty if nothing. */
  static Map<?, ?> below(ManagedFieldsEntry entry, String... path) {
    Object at = entry.getFieldsV1() == null ? Map.of() : entry.getFieldsV1().getAdditionalProperties();
    for (var name : path) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at instanceof Map<?, ?> map ? map : Map.of();
  }

  /** A copy of the entry that owns the path too. */
  static ManagedFieldsEntry with(ManagedFieldsEntry entry, String... path) {
    var fields = new FieldsV1();
    with(entry.getFieldsV1().getAdditionalProperties(), path, 0)
        .forEach((name, value) -> fields.setAdditionalProperty(name.toString(), value));
    return new ManagedFieldsEntryBuilder(entry).withFieldsV1(fields).build();
  }

  private static Map<Object, Object> with(Object present, String[] path, int depth) {
    var copy = new LinkedHashMap<Object, Object>(present instanceof Map<?, ?> map ? map : Map.of());
    if (depth < path.length) {
      copy.put(path[depth], with(copy.get(path[depth]), path, depth + 1));
    }
    return copy;
  }
}
