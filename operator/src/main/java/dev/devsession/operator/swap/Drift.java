package dev.devsession.operator.swap;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Ownership;
import dev.devsession.restore.SelectorMark;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides how to react when other controllers keep scaling the swapped workload up: it is scaled to zero again a few
 * times, then left to them for growing intervals. Pure.
 */
final class Drift {
  /** The reset at which a swap gives up for now. */
  static final int LIMIT = 3;
  /** Resets further apart than this count as unrelated. Flux is often configured to reconcile once an hour. */
  static final Duration MEMORY = Duration.ofHours(3);
  /** Annotations that Kubernetes' own controllers write. */
  private static final String CONTROLLERS = "deployment.kubernetes.io/";

  private static final Mark.Owner UNKNOWN_CLIENT = new Mark.Owner("an unknown client", "Update", null, null, null);

  private Drift() {}

  /** Who else set the replicas last; empty if only this operator did, or no manager owns the field. */
  static Optional<Mark.Owner> writer(Workload workload) {
    return last(Ownership.REPLICAS.others(workload.metadata().getManagedFields(), FieldManagers.SWAP));
  }

  /** Who else set the selector last, likewise. */
  static Optional<Mark.Owner> writer(SharedService service) {
    return last(service.otherOwners());
  }

  private static Optional<Mark.Owner> last(List<Mark.Owner> owners) {
    return owners.stream().max(comparing(Mark.Owner::time, nullsFirst(naturalOrder())));
  }

  /**
   * Counts one more reset, unless it has counted this very one. From the third on, the result says when the swap is
   * tried again.
   */
  static Resets count(Resets before, Workload workload, Instant now, DriftPauses pauses) {
    var since = workload.mark().orElse(null) instanceof Mark.Readable m ? m.since() : null;
    return count(before, writer(workload), since, workload.metadata(), workload.metadata().getGeneration(), now,
        pauses);
  }

  /** The same for a selector. Services have no generation, so it is their version that tells resets apart. */
  static Resets count(Resets before, SharedService service, Instant now, DriftPauses pauses) {
    var metadata = service.service().getMetadata();
    var version = Objects.hashCode(metadata.getResourceVersion()) & Integer.MAX_VALUE;
    return count(before, writer(service), service.mark().map(SelectorMark::since).orElse(null), metadata,
        Long.valueOf(version), now, pauses);
  }

  private static Resets count(Resets before, Optional<Mark.Owner> writer, String swappedSince, ObjectMeta metadata,
      Long generation, Instant now, DriftPauses pauses) {
    if (before != null && generation != null && generation.equals(before.generation())) {
      return before;
    }
    var again = before != null && now.isBefore(last(before).plus(MEMORY));
    var count = again ? before.count() + 1 : 1;
    var begin = swappedSince != null
        ? Optional.of(Instant.parse(swappedSince))
        : Optional.ofNullable(before).map(Drift::last);
    var gap = begin
        .map(since -> (int) Math.clamp(Duration.between(since, now).toSeconds(), 0, MEMORY.toSeconds()));
    var by = writer.orElse(UNKNOWN_CLIENT);
    var paused = count >= LIMIT;
    return new Resets(count, by.manager(), by.operation(), by.subresource(), text(now), gap.orElse(null),
        paused ? text(now.plus(pauses.after(count - LIMIT))) : null, paused ? annotations(metadata) : null, generation);
  }

  /**
   * How long the swap stays given up. Zero or less: it may be tried again.
   *
   * @param metadata of the workload or Service that others reset
   * @param changed whether the session has changed since
   */
  static Duration untilRetry(Resets resets, ObjectMeta metadata, boolean changed, Instant now) {
    return resets == null || resets.retryTime() == null || changed
        || !annotations(metadata).equals(resets.annotations())
            ? Duration.ZERO
            : Duration.between(now, Instant.parse(resets.retryTime()));
  }

  /** Whether the second knows of a reset that the first doesn't know of. */
  static boolean isCountedAnew(Resets before, Resets now) {
    return now != null && (before == null || before.count() != now.count()
        || !Objects.equals(before.generation(), now.generation()));
  }

  /** Whether another controller keeps resetting the workload. */
  static boolean isFight(Resets resets) {
    return resets != null && resets.count() >= LIMIT;
  }

  /** How long the replicas must stay untouched from now on until the resets are forgotten. Zero or less: they are. */
  static Duration untilForgotten(Resets resets, Instant swappedSince, Instant now, DriftPauses pauses) {
    var quiet = Duration.ofSeconds(resets.gapSeconds() == null ? 0 : 2L * resets.gapSeconds());
    var since = swappedSince.isAfter(last(resets)) ? swappedSince : last(resets);
    var needed = isFight(resets) ? (quiet.compareTo(pauses.quiet()) > 0 ? quiet : pauses.quiet()) : MEMORY;
    return Duration.between(now, since.plus(needed));
  }

  /** The resets of a swap that is being tried. */
  static Resets trying(Resets resets) {
    return resets == null || resets.retryTime() == null ? resets : resets.trying();
  }

  private static Instant last(Resets resets) {
    return Instant.parse(resets.lastTime());
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String annotations(ObjectMeta metadata) {
    var all = new TreeMap<>(metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
    all.keySet().removeIf(k -> k.startsWith(CONTROLLERS) || k.equals(Annotations.ORIGINAL));
    return Integer.toHexString(all.hashCode());
  }
}
