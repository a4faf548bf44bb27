package dev.devsession.operator.status;

import dev.devsession.operator.cluster.BoundedSet;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The specs that the operator has accepted: those whose status says so, and those of this process whose status may not
 * say so yet. After a restart the latter are checked again.
 */
public final class AcceptedSpecs<T extends HasMetadata> {
  private static final int MAX = 20_000;
  private final Set<String> keys = BoundedSet.of(MAX);
  private final Predicate<T> written;

  /** @param written whether an object's status says it */
  public AcceptedSpecs(Predicate<T> written) {
    this.written = written;
  }

  public void add(T object) {
    keys.add(key(object));
  }

  public boolean contains(T object) {
    return keys.contains(key(object)) || written.test(object);
  }

  private static String key(HasMetadata object) {
    return object.getMetadata().getUid() + "/" + object.getMetadata().getGeneration();
  }
}
