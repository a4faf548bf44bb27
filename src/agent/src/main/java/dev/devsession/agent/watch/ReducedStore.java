package dev.devsession.agent.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps of each watched object only what names need, so that ten thousand fit a small process. An object that can't be
 * read counts for nothing, and is reported once; the others aren't affected.
 *
 * @param <T>
 *          what is watched
 * @param <R>
 *          what is kept of it
 */
final class ReducedStore<T extends HasMetadata, R> implements ItemStore<T> {

  /** In order, so that planning finds little to sort. */
  private final Map<String, R> kept = new ConcurrentSkipListMap<>();
  private final Function<T, R> reduce;
  private final Supplier<T> empty;
  private final Consumer<String> unreadable;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /** @param unreadable gets {@code NAMESPACE/NAME} of an object that can't be read, once */
  ReducedStore(Function<T, R> reduce, Supplier<T> empty, Consumer<String> unreadable) {
    this.reduce = reduce;
    this.empty = empty;
    this.unreadable = unreadable;
  }

  Collection<R> all() {
    return kept.values();
  }

  @Override
  public String getKey(T item) {
    return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
  }

  @Override
  public T put(String key, T item) {
    try {
      T before = stub(key, kept.put(key, reduce.apply(item)));
      reported.remove(key);
      return before;
    } catch (RuntimeException e) {
      if (reported.add(key)) {
        unreadable.accept(key);
      }
      return remove(key);
    }
  }

  @Override
  public T remove(String key) {
    return stub(key, kept.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return kept.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return kept.entrySet().stream().map(entry -> stub(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return kept.size();
  }

  @Override
  public T get(String key) {
    return stub(key, kept.get(key));
  }

  /** What the informer needs to tell an update from an addition. */
  private T stub(String key, R found) {
    if (found == null) {
      return null;
    }
    T stub = empty.get();
    ObjectMeta metadata = new ObjectMeta();
    int slash = key.indexOf('/');
    metadata.setNamespace(key.substring(0, slash));
    metadata.setName(key.substring(slash + 1));
    stub.setMetadata(metadata);
    return stub;
  }
}
