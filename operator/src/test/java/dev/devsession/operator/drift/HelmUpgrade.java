package dev.devsession.operator.drift;

import java.util.Map;

/** Helm's upgrade: a three-way merge of the last release's manifest, the new one and the live object. */
final class HelmUpgrade {
  static final String MANAGER = "helm";
  private final LiveObject object;
  private Map<String, Object> released;

  HelmUpgrade(LiveObject object) {
    this.object = object;
  }

  void install(Map<String, Object> manifest) {
    object.create(manifest, MANAGER);
    released = manifest;
  }

  void upgrade(Map<String, Object> manifest) {
    var patch = new ThreeWayPatch(object.isBuiltIn()).of(released, manifest, object.get());
    if (!patch.isEmpty()) {
      object.merge(patch, MANAGER);
    }
    released = manifest;
  }
}
