package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.dataplane.PodStartFailure;
import dev.devsession.restore.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long the proxy keeps answering for an original that has its replicas back. Pure. */
final class OriginalReturn {
  /** For one that is as unready as before it was swapped, which may only have been starting then. */
  static final Duration AS_BEFORE = Duration.ofSeconds(10);

  private OriginalReturn() {}

  /**
   * Empty if the original is back, or isn't waited for any longer.
   *
   * @param since when it was scaled up
   */
  static Optional<Decision> whileNotBack(Observed o, Workload original, Instant since) {
    if (hasReady(o, original, original.replicas())) {
      return Optional.empty();
    }
    var left = Duration.between(o.now(), since.plus(patience(o, original)));
    return left.isPositive()
        ? Optional.of(labels(o, original).map(step -> Decision.of(step, original, message(o, original)))
            .orElseGet(() -> Decision.of(new Step.Wait(), original, message(o, original))).recheck(left))
        : Optional.empty();
  }

  private static boolean hasReady(Observed o, Workload original, int replicas) {
    return original.ready() >= replicas && (o.service() == null || o.readyOriginals(original).size() >= replicas);
  }

  private static Duration patience(Observed o, Workload original) {
    var unready = o.status().originalUnready();
    if (unready == null || !hasReady(o, original, Math.max(0, original.replicas() - unready))) {
      return RestorePlan.PATIENCE;
    }
    return o.startFailure().isPresent() ? Duration.ZERO : AS_BEFORE;
  }

  /** While the original's own rule keeps its pods away from proxies, these go without the labels that it selects. */
  private static Optional<Step> labels(Observed o, Workload original) {
    if (!ProxyPod.isLabelledLater(original)) {
      return Optional.empty();
    }
    var isKeptAway = o.startFailure().filter(PodStartFailure::isUnscheduled).isPresent();
    var pods = o.proxyPods().stream().filter(ProxyHealth::isScheduled)
        .filter(p -> ProxyHealth.hasLabels(p, original) == isKeptAway).toList();
    return pods.isEmpty()
        ? Optional.empty()
        : Optional.of(new Step.LabelProxies(List.copyOf(pods), original.podLabels(), !isKeptAway));
  }

  private static ReasonedMessage message(Observed o, Workload original) {
    return o.startFailure()
        .map(f -> ConditionMessage.OriginalDelayed.with(original.ref(), original.ready(), original.replicas(),
            f.cause()))
        .orElseGet(() -> ConditionMessage.OriginalStarting.with(original.ref(), original.ready(),
            original.replicas()));
  }
}
