package dev.devsession.operator.orphan;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which unreadable marks were reported, so that each is reported once. One that is gone is forgotten. */
final class UnreadableMarks {
  private record Told(String workload, String what) {
    static Told of(Orphan.Unreadable mark) {
      return new Told(mark.workload().metadata().getUid(), mark.what());
    }
  }

  private final Map<String, Set<Told>> told = new ConcurrentHashMap<>();

  /**
   * The orphans without those that were already reported.
   *
   * @param found all of the namespace; those that are new count as reported from now on
   */
  List<Orphan> untold(String namespace, List<Orphan> found) {
    var before = told.getOrDefault(namespace, Set.of());
    var now = found.stream().filter(Orphan.Unreadable.class::isInstance).map(Orphan.Unreadable.class::cast)
        .map(Told::of).collect(toSet());
    if (now.isEmpty()) {
      told.remove(namespace);
    } else {
      told.put(namespace, now);
    }
    return found.stream().filter(s -> !(s instanceof Orphan.Unreadable u) || !before.contains(Told.of(u))).toList();
  }

  /** Whether something is remembered of the namespace, which may be forgotten once a workload there changes. */
  boolean hasTold(String namespace) {
    return told.containsKey(namespace);
  }
}
