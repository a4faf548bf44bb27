package dev.devsession.operator.swap;

import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;
import java.util.Optional;

/**
 * A workload that this Swap scaled to zero, but whose mark was removed or made unreadable.
 *
 * @param copy the mark as the Swap's status remembers it
 */
record DamagedMark(Workload workload, String copy) {
  /** Empty if there is none, or if the status has no copy of the mark: then nothing records the original replicas. */
  static Optional<DamagedMark> of(Observed o) {
    var copy = o.status().mark();
    return copy == null || !(Mark.parse(copy) instanceof Mark.Readable)
        ? Optional.empty()
        : o.workloads().all().stream().filter(w -> w.ref().equals(o.status().workload()) && isDamaged(w))
            .map(w -> new DamagedMark(w, copy)).findFirst();
  }

  private static boolean isDamaged(Workload workload) {
    return switch (workload.mark().orElse(null)) {
      case Mark.Readable readable -> false;
      case Mark.Unreadable unreadable -> true;
      case null -> workload.isScaledDownBySwap();
    };
  }
}
