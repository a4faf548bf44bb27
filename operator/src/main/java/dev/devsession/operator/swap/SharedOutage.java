package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.Outages;
import dev.devsession.operator.dataplane.PodStartFailure;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What to do while no proxy of a shared Service is ready: the original must answer. Pure. */
final class SharedOutage {
  /** How long no proxy may be ready before the Service is given back to the original. */
  static final Duration PATIENCE = Duration.ofSeconds(10);
  private final DriftPauses pauses;

  SharedOutage(DriftPauses pauses) {
    this.pauses = pauses;
  }

  Decision whileNoneReady(Observed o, SharedService shared, boolean switched, Workload workload, SharedState now) {
    var failure = PodStartFailure.of(o.proxy(), o.proxyPods());
    if (!switched || shared.mark().isEmpty()) {
      return untilRetry(o).orElseGet(() -> Decision.of(new Step.Wait(), workload,
          failure.map(f -> f.isUnscheduled()
              ? ConditionMessage.ProxyUnscheduled.with(f.cause())
              : ConditionMessage.ProxyFailing.with(f.cause()))
              .orElseGet(() -> ConditionMessage.ProxyStarting.with())))
          .shared(now);
    }
    var end = since(o).plus(PATIENCE);
    if (!isOver(o)) {
      return Decision.of(new Step.Wait(), workload,
          ConditionMessage.NoProxyReady.with(failure.map(PodStartFailure::cause).orElse("its pods are starting"), end))
          .recheck(Duration.between(o.now(), end)).resets(o.status().resets()).shared(now);
    }
    var counted = count(o.status().outages(), o.now());
    return Decision.of(new Step.RestoreService(o.service(), shared.mark().get()), workload,
        ConditionMessage.SwitchedBack.with(counted.retryTime())).resets(o.status().resets())
        .shared(new SharedState(shared, now.sharers(), counted));
  }

  /** Whether no proxy has been ready for too long, whatever else has to be done for them to be. */
  static boolean isOver(Observed o) {
    return o.readyProxyPods().isEmpty() && !o.now().isBefore(since(o).plus(PATIENCE));
  }

  /** What to say while the original answers because no proxy was ready; empty: the Service may be switched. */
  Optional<Decision> untilRetry(Observed o) {
    return Optional.ofNullable(o.status().outages()).map(Outages::retryTime)
        .filter(time -> o.now().isBefore(Instant.parse(time)))
        .map(time -> Decision.of(new Step.Wait(), null, ConditionMessage.SwitchedBack.with(time))
            .recheck(Duration.between(o.now(), Instant.parse(time))));
  }

  /** The same decision, without the outages if the last is long ago. */
  Decision forgetting(Decision decision, SharedState state, Instant servedSince, Instant now) {
    if (state.outages() == null) {
      return decision;
    }
    var left = Duration.between(now, servedSince.plus(pauses.longest()));
    return left.isPositive()
        ? decision.recheck(left)
        : decision.shared(new SharedState(state.service(), state.sharers(), null));
  }

  private Outages count(Outages before, Instant now) {
    var count = before == null ? 1 : before.count() + 1;
    return new Outages(count, text(now), text(now.plus(pauses.after(count - 1))));
  }

  /** Since when the switched Service isn't served: now, if the status doesn't say so yet. */
  private static Instant since(Observed o) {
    return Conditions.find(o.status().conditions(), ConditionType.Swapped)
        .filter(c -> !c.holds())
        .map(Condition::lastTransitionTime).map(Instant::parse).orElse(o.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
