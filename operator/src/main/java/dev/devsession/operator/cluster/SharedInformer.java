package dev.devsession.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The objects of one kind in the watched namespaces, kept by informers. Objects are shared: never change one. */
public final class SharedInformer<T extends HasMetadata> {
  private final Class<T> type;
  private final List<SharedIndexInformer<T>> informers;
  private final List<ResourceEventHandler<T>> handlers = new ArrayList<>();

  SharedInformer(Class<T> type, List<SharedIndexInformer<T>> informers) {
    this.type = type;
    this.informers = new CopyOnWriteArrayList<>(informers);
  }

  /** Adds informers of more objects of this kind. */
  synchronized void add(List<SharedIndexInformer<T>> more) {
    informers.addAll(more);
    more.forEach(i -> handlers.forEach(i::addEventHandler));
  }

  public Class<T> type() {
    return type;
  }

  public Optional<T> get(String namespace, String name) {
    var key = Cache.namespaceKeyFunc(namespace, name);
    return informers.stream().map(i -> i.getStore().getByKey(key)).filter(o -> o != null).findFirst();
  }

  public List<T> list(String namespace) {
    return informers.stream().flatMap(i -> i.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream()).toList();
  }

  /** Those of an index. */
  List<T> list(String index, String namespace, String value) {
    var key = Cache.namespaceKeyFunc(namespace, value);
    return informers.stream().flatMap(i -> i.getIndexer().byIndex(index, key).stream()).toList();
  }

  /** Makes an index by namespace and a value that each object has. */
  void index(String name, Function<T, String> value) {
    Function<T, List<String>> key = o -> List
        .of(Cache.namespaceKeyFunc(o.getMetadata().getNamespace(), value.apply(o)));
    informers.forEach(i -> i.addIndexers(Map.of(name, key)));
  }

  public List<T> list() {
    return informers.stream().flatMap(i -> i.getStore().list().stream()).toList();
  }

  /** Calls back for each object that is added, changed or deleted, and immediately for those already there. */
  public synchronized void onChange(Consumer<T> callback) {
    var handler = new ResourceEventHandler<T>() {
      @Override
      public void onAdd(T added) {
        callback.accept(added);
      }

      @Override
      public void onUpdate(T old, T updated) {
        callback.accept(updated);
      }

      @Override
      public void onDelete(T deleted, boolean unknown) {
        callback.accept(deleted);
      }
    };
    handlers.add(handler);
    informers.forEach(i -> i.addEventHandler(handler));
  }

  /** Whether every informer has listed and is watching. */
  public boolean isHealthy() {
    return informers.stream().allMatch(i -> i.hasSynced() && i.isWatching());
  }
}
