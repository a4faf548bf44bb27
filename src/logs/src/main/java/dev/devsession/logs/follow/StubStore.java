package dev.devsession.logs.follow;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Keeps of each watched object only its name, UID and version. */
final class StubStore implements ItemStore<GenericKubernetesResource> {
  private final Map<String, GenericKubernetesResource> stubs = new ConcurrentHashMap<>();

  @Override
  public String getKey(GenericKubernetesResource item) {
    return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
  }

  @Override
  public GenericKubernetesResource put(String key, GenericKubernetesResource item) {
    var stub = new GenericKubernetesResource();
    var metadata = item.getMetadata();
    stub.setMetadata(new ObjectMetaBuilder().withNamespace(metadata.getNamespace()).withName(metadata.getName())
        .withUid(metadata.getUid()).withResourceVersion(metadata.getResourceVersion()).build());
    return stubs.put(key, stub);
  }

  @Override
  public GenericKubernetesResource remove(String key) {
    return stubs.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return stubs.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return stubs.values().stream();
  }

  @Override
  public int size() {
    return stubs.size();
  }

  @Override
  public GenericKubernetesResource get(String key) {
    return stubs.get(key);
  }
}
