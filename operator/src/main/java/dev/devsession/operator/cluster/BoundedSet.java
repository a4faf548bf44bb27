package dev.devsession.operator.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Sets that forget what was added first once they are full: for what is known of objects that come and go. */
final class BoundedSet {
  private BoundedSet() {}

  static <T> Set<T> of(int max) {
    return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<T, Boolean> eldest) {
        return size() > max;
      }
    }));
  }
}
