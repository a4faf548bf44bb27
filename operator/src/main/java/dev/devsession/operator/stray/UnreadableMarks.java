package dev.devsession.operator.stray;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which unreadable marks people have been told of, so that they are told once. One that is gone is forgotten. */
final class UnreadableMarks {
  private record Told(String workload, String what) {
    static Told of(Stray.Unreadable mark) {
      return new Told(mark.workload().metadata().getUid(), mark.what());
    }
  }

  private final Map<String, Set<Told>> told = new ConcurrentHashMap<>();

  /**
   * The strays without those that people were told of already.
   *
   * @param found all of the namespace; those that are new to it count as told from now on
   */
  List<Stray> untold(String namespace, List<Stray> found) {
    var before = told.getOrDefault(namespace, Set.of());
    var now = found.stream().filter(Stray.Unreadable.class::isInstance).map(Stray.Unreadable.class::cast)
        .map(Told::of).collect(toSet());
    if (now.isEmpty()) {
      told.remove(namespace);
    } else {
      told.put(namespace, now);
    }
    return found.stream().filter(s -> !(s instanceof Stray.Unreadable u) || !before.contains(Told.of(u))).toList();
  }

  /** Whether something is remembered of the namespace, which may be forgotten once a workload there changes. */
  boolean hasTold(String namespace) {
    return told.containsKey(namespace);
  }
}
