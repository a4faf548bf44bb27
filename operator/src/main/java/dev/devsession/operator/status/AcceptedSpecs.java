package dev.devsession.operator.status;

import dev.devsession.operator.cluster.BoundedSet;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Set;

/**
 * The specs that this process has accepted, whose status may not say so yet. After a restart they are checked again.
 */
public final class AcceptedSpecs {
  private static final int MAX = 20_000;
  private final Set<String> keys = BoundedSet.of(MAX);

  public void add(HasMetadata object) {
    keys.add(key(object));
  }

  public boolean contains(HasMetadata object) {
    return keys.contains(key(object));
  }

  private static String key(HasMetadata object) {
    return object.getMetadata().getUid() + "/" + object.getMetadata().getGeneration();
  }
}
