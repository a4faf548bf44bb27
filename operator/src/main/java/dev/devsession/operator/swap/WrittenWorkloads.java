package dev.devsession.operator.swap;

import dev.devsession.restore.Workload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Workloads as the operator last wrote them, for as long as its cache has an older version: a decision on that one
 * would take the operator's own change for another client's, or make it a second time. Thread-safe.
 */
final class WrittenWorkloads {
  private static final int MAX = 1000;

  /** @param replaced the versions that the write replaced */
  private record Written(Set<String> replaced, Workload workload) {}

  private final Map<String, Written> written = Collections.synchronizedMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Written> eldest) {
      return size() > MAX;
    }
  });

  /** @param later its versions since then, each the next after the one before */
  void add(Workload before, List<Workload> later) {
    var replaced = Stream.concat(Stream.of(before), later.stream()).map(WrittenWorkloads::version)
        .collect(Collectors.toSet());
    replaced.remove(version(later.getLast()));
    written.put(before.metadata().getUid(), new Written(replaced, later.getLast()));
  }

  /** The workload as it is known by now. @param cached as the cache has it */
  Workload current(Workload cached) {
    var own = written.get(cached.metadata().getUid());
    if (own == null) {
      return cached;
    }
    if (own.replaced().contains(version(cached))) {
      return own.workload();
    }
    written.remove(cached.metadata().getUid(), own);
    return cached;
  }

  ClusterWorkloads current(ClusterWorkloads cached) {
    return new ClusterWorkloads(cached.all().stream().map(this::current).toList(), cached.kinds());
  }

  private static String version(Workload workload) {
    return workload.metadata().getResourceVersion();
  }
}
