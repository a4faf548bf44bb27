package dev.devsession.operator.drift;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One object of the cluster, by name, as JSON, and the writes that tools send to it. */
record LiveObject(KubernetesClient client, String apiVersion, String kind, String namespace, String name) {
  enum WriteMode {
    REAL,
    DRY_RUN
  }

  static LiveObject of(KubernetesClient client, String namespace, Map<String, Object> manifest) {
    return new LiveObject(client, (String) manifest.get("apiVersion"), (String) manifest.get("kind"), namespace,
        (String) Json.map(manifest, "metadata").get("name"));
  }

  Resource<GenericKubernetesResource> resource() {
    return client.genericKubernetesResources(apiVersion, kind).inNamespace(namespace).withName(name);
  }

  /** The object, or null. */
  Map<String, Object> get() {
    var present = resource().get();
    return present == null ? null : Json.of(present);
  }

  void create(Map<String, Object> manifest, String manager) {
    client.raw(collection() + "?fieldManager=" + manager, "POST", manifest);
  }

  /** Replaces the object (PUT); fails with a conflict if it has changed since it was read. */
  void replace(Map<String, Object> whole, String manager) {
    client.raw(collection() + "/" + name + "?fieldManager=" + manager, "PUT", whole);
  }

  Map<String, Object> apply(Map<String, Object> manifest, String manager) {
    return apply(manifest, manager, WriteMode.REAL);
  }

  /** Server-side apply with force, as all these tools send it. */
  Map<String, Object> apply(Map<String, Object> manifest, String manager, WriteMode mode) {
    var item = client.genericKubernetesResources(apiVersion, kind).inNamespace(namespace)
        .resource(Serialization.unmarshal(Serialization.asJson(manifest), GenericKubernetesResource.class));
    return Json.of(
        (mode == WriteMode.DRY_RUN ? item.dryRun() : item).fieldManager(manager).forceConflicts().serverSideApply());
  }

  Map<String, Object> merge(Map<String, Object> patch, String manager) {
    return merge(patch, manager, WriteMode.REAL);
  }

  /** A strategic merge patch, or a JSON merge patch for kinds that know no strategy. */
  Map<String, Object> merge(Map<String, Object> patch, String manager, WriteMode mode) {
    var how = new PatchContext.Builder()
        .withPatchType(isBuiltIn() ? PatchType.STRATEGIC_MERGE : PatchType.JSON_MERGE).withFieldManager(manager)
        .withDryRun(mode == WriteMode.DRY_RUN ? List.of("All") : null).build();
    return Json.of(resource().patch(how, Serialization.asJson(patch)));
  }

  /** A copy of a request body that conflicts if the object has changed since it was read. */
  static Map<String, Object> asOf(Map<String, Object> live, Map<String, Object> sent) {
    var pinned = Json.copy(sent);
    pinned.putIfAbsent("metadata", new LinkedHashMap<String, Object>());
    Json.map(pinned, "metadata").put("resourceVersion", Json.map(live, "metadata").get("resourceVersion"));
    return pinned;
  }

  /** Writes the status, unless it is already equal. */
  void updateStatus(Map<String, Object> status, String manager) {
    if (!status.equals(Json.map(get(), "status"))) {
      resource().subresource("status").patch(
          new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager(manager).build(),
          Serialization.asJson(Map.of("status", status)));
    }
  }

  /** The value of {@code spec.replicas}. */
  int replicas() {
    return (int) Json.at(get(), "/spec/replicas");
  }

  boolean isBuiltIn() {
    return apiVersion.equals("apps/v1");
  }

  /** The managers that own {@code spec.replicas}. */
  List<String> owners() {
    var present = resource().get();
    return present == null
        ? List.of()
        : present.getMetadata().getManagedFields().stream()
            .filter(f -> Json.map(Json.of(f.getFieldsV1()), "f:spec").containsKey("f:replicas"))
            .map(ManagedFieldsEntry::getManager).toList();
  }

  int scale() {
    var scale = Json.parse(client.raw(scaleUri()));
    return Json.map(scale, "spec").get("replicas") instanceof Integer replicas ? replicas : 0;
  }

  /** Sets the replicas as autoscalers and {@code kubectl scale} do. */
  void scale(int replicas, String manager) {
    client.raw(scaleUri() + "?fieldManager=" + manager, "PUT",
        Map.of("apiVersion", "autoscaling/v1", "kind", "Scale", "metadata",
            Map.of("name", name, "namespace", namespace), "spec", Map.of("replicas", replicas)));
  }

  private String scaleUri() {
    return collection() + "/" + name + "/scale";
  }

  private String collection() {
    return "/apis/" + apiVersion + "/namespaces/" + namespace + "/" + kind.toLowerCase(Locale.ROOT) + "s";
  }
}
