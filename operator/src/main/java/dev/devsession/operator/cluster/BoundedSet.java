package dev.devsession.operator.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Sets that drop their oldest element once they are full: for facts about objects that are created and deleted. */
public final class BoundedSet {
  private BoundedSet() {}

  public static <T> Set<T> of(int max) {
    return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
        return size() > max;
      }
    }));
  }
}
