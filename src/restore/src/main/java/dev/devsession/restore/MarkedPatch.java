package dev.devsession.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.FieldManagers;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a user's object is written: a merge patch of its mark and spec that fails with a conflict if another client wrote
 * first.
 */
final class MarkedPatch {
  private MarkedPatch() {}

  /** What sets the mark. */
  static Map<String, Object> withMark(String mark) {
    return Map.of("annotations", Map.of(Annotations.ORIGINAL, mark));
  }

  /** What removes the mark and sets the owners of all fields. */
  static Map<String, Object> withoutMark(List<ManagedFieldsEntry> entries) {
    var annotations = new HashMap<String, Object>();
    annotations.put(Annotations.ORIGINAL, null);
    return Map.of("annotations", annotations, "managedFields", entries);
  }

  /**
   * @param version the resourceVersion that the decision was made on
   * @param spec empty: it isn't changed
   * @param dryRun All: the API server checks the patch and stores nothing; empty: it stores it
   */
  static <T> T send(Resource<T> resource, String version, Map<String, Object> metadata, Map<String, Object> spec,
      List<String> dryRun) {
    var meta = new HashMap<>(metadata);
    meta.put("resourceVersion", version);
    var body = new HashMap<String, Object>(Map.of("metadata", meta));
    if (!spec.isEmpty()) {
      body.put("spec", spec);
    }
    var how = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager(FieldManagers.SWAP)
        .withDryRun(dryRun).build();
    return resource.patch(how, json(body));
  }

  /** Nulls in it remove what they stand for, so they must not be left out. */
  private static String json(Map<String, Object> body) {
    try {
      return Mark.JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
