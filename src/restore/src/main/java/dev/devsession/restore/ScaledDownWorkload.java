package dev.devsession.restore;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Swap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A workload that a Swap scaled to zero.
 *
 * @param mark what it was: from its annotation or, if that is damaged, from the copy in its Swap
 * @param damage how the annotation is damaged, or null
 */
public record ScaledDownWorkload(Workload workload, Mark mark, String damage) {
  /** What a user can do if nothing records what the workload was. */
  public static final String BY_HAND = "Set its replicas by hand and remove the annotation, if it is there";

  /** Empty for a workload that is as its owners left it. */
  public static Optional<ScaledDownWorkload> of(Workload workload, List<Swap> swaps) {
    return switch (workload.mark().orElse(null)) {
      case Mark.Readable mark -> Optional.of(new ScaledDownWorkload(workload, mark, null));
      case Mark.Unreadable mark ->
        Optional.of(new ScaledDownWorkload(workload, remembered(workload, swaps).orElse(mark),
            "its annotation " + Annotations.ORIGINAL + " can't be read: " + mark.text()));
      case null -> workload.isScaledDownBySwap()
          ? Optional.of(new ScaledDownWorkload(workload, remembered(workload, swaps).orElse(new Mark.Unreadable("")),
              "its annotation " + Annotations.ORIGINAL + " is gone"))
          : Optional.empty();
    };
  }

  private static Optional<Mark> remembered(Workload workload, List<Swap> swaps) {
    var namespace = workload.metadata().getNamespace();
    return swaps.stream().filter(s -> s.getMetadata().getNamespace().equals(namespace)).map(Swap::getStatus)
        .filter(Objects::nonNull)
        .filter(s -> workload.ref().equals(s.workload()) && s.mark() != null).map(s -> Mark.parse(s.mark()))
        .filter(Mark.Readable.class::isInstance).findFirst();
  }
}
