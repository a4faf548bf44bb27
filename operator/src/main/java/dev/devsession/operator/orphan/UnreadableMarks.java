package dev.devsession.operator.orphan;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which unreadable marks were reported, so that each is reported once. One that is gone is forgotten. */
final class UnreadableMarks {
  private record Reported(String workload, String what) {
    static Reported of(Orphan.Unreadable mark) {
      return new Reported(mark.workload().metadata().getUid(), mark.what());
    }
  }

  private final Map<String, Set<Reported>> reported = new ConcurrentHashMap<>();

  /**
   * The orphans without those that were already reported.
   *
   * @param found all of the namespace; those that are new count as reported from now on
   */
  List<Orphan> withoutReported(String namespace, List<Orphan> found) {
    var before = reported.getOrDefault(namespace, Set.of());
    var now = found.stream().filter(Orphan.Unreadable.class::isInstance).map(Orphan.Unreadable.class::cast)
        .map(Reported::of).collect(toSet());
    if (now.isEmpty()) {
      reported.remove(namespace);
    } else {
      reported.put(namespace, now);
    }
    return found.stream().filter(s -> !(s instanceof Orphan.Unreadable u) || !before.contains(Reported.of(u))).toList();
  }

  /** Whether a mark of the namespace was reported; once a workload there changes, it may have been repaired. */
  boolean hasReported(String namespace) {
    return reported.containsKey(namespace);
  }
}
