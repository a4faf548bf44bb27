package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.KubernetesClients;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.status.AcceptedSpecs;
import dev.devsession.operator.status.ApiRefusal;
import dev.devsession.operator.status.Conditions;
import dev.devsession.operator.status.ProgressPace;
import dev.devsession.operator.status.ReconcileFailure;
import dev.devsession.operator.status.StatusPatch;
import dev.devsession.restore.Finalizer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Brings one Service's workload to where its Swap says: observe, decide, execute the step, write the status. */
@ControllerConfiguration(name = "swap", finalizerName = ApiNames.FINALIZER, fieldManager = FieldManagers.OPERATOR)
public final class SwapReconciler implements Reconciler<Swap>, Cleaner<Swap> {
  /** How soon to retry after a conflict; the new version of the object usually arrives before. */
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);

  private final ClusterView cluster;
  private final SwapObserver observer;
  private final SwapPlan plan;
  private final SwapSteps steps;
  private final ProgressPace pace;
  private final AcceptedSpecs<Swap> accepted = new AcceptedSpecs<>(SwapStatuses::isAccepted);
  private final Clock clock;

  public SwapReconciler(KubernetesClient client, ClusterView cluster, EndpointOwners owners, OperatorConfig settings,
      Clock clock, DriftPauses pauses, ProgressPace pace) {
    this.cluster = cluster;
    this.pace = pace;
    var written = new WrittenWorkloads();
    this.observer = new SwapObserver(cluster, owners, written, clock);
    this.plan = new SwapPlan(settings, pauses);
    this.steps = new SwapSteps(KubernetesClients.forWrites(client), written);
    this.clock = clock;
  }

  /**
   * What a step led to.
   *
   * @param swap in the version that the status was computed from
   */
  private record Result(Swap swap, SwapStatus status, Duration recheck, boolean finished) {}

  @Override
  public UpdateControl<Swap> reconcile(Swap swap, Context<Swap> context) {
    var result = step(swap, context);
    if (SwapProgress.isAllOf(result.swap(), result.status())) {
      accepted.add(swap);
      var wait = pace.untilReport(SwapProgress.since(swap, result.status()));
      if (wait.isPositive()) {
        return UpdateControl.<Swap>noUpdate().rescheduleAfter(ProgressPace.sooner(wait, result.recheck()));
      }
    }
    var recheck = write(result, context) ? result.recheck() : AFTER_CONFLICT;
    return recheck == null ? UpdateControl.noUpdate() : UpdateControl.<Swap>noUpdate().rescheduleAfter(recheck);
  }

  @Override
  public DeleteControl cleanup(Swap swap, Context<Swap> context) {
    try {
      return restore(swap, context);
    } catch (RuntimeException e) { // The framework has a status written for errors of the other method only.
      failedStatus(swap, context, e)
          .ifPresent(status -> ReconcileFailure.write(e, swap, patch(swap, status), context));
      throw e;
    }
  }

  private DeleteControl restore(Swap swap, Context<Swap> context) {
    var result = step(swap, context);
    var control = DeleteControl.noFinalizerRemoval(); // not by the framework
    if (result.finished()) {
      return Finalizer.remove(context.getClient(), swap)
          ? control
          : control.rescheduleAfter(AFTER_CONFLICT.toMillis());
    }
    var recheck = write(result, context) ? result.recheck() : AFTER_CONFLICT;
    return recheck == null ? control : control.rescheduleAfter(recheck.toMillis());
  }

  /** @return whether the status is written, or needn't be; no if the Swap has changed since it was read */
  private boolean write(Result result, Context<Swap> context) {
    return Objects.equals(result.status(), result.swap().getStatus())
        || write(result.swap(), result.status(), context).isPresent();
  }

  private static Optional<Swap> write(Swap swap, SwapStatus status, Context<Swap> context) {
    try {
      return Optional.of(StatusPatch.write(swap, patch(swap, status), context));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public ErrorStatusUpdateControl<Swap> updateErrorStatus(Swap swap, Context<Swap> context, Exception error) {
    return failedStatus(swap, context, error)
        .map(status -> ErrorStatusUpdateControl.patchStatus(patch(swap, status)))
        .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
  }

  /** Empty if there is nothing to say, or if it says so already. */
  private Optional<SwapStatus> failedStatus(Swap swap, Context<Swap> context, Exception error) {
    var conditions = new Conditions(SwapStatuses.present(swap).conditions(), swap.getMetadata().getGeneration(), clock);
    return ReconcileFailure.of(error, context).map(says -> SwapStatuses.failed(swap, says, conditions))
        .filter(status -> !status.equals(swap.getStatus()));
  }

  private Result step(Swap read, Context<Swap> context) {
    var swap = read;
    cluster.watchKindsOf(swap.getSpec().claims().stream().map(Claim::workloadRef).filter(Objects::nonNull).toList());
    var known = SwapStatuses.present(swap);
    while (true) {
      var seen = observer.observe(with(swap, known));
      var decision = plan.decide(seen);
      var conditions = new Conditions(known.conditions(), swap.getMetadata().getGeneration(), clock);
      var recheck = decision.recheck();
      if (Drift.isCountedAnew(known.resets(), decision.resets())) {
        // Before the operator answers the reset, or a crash in between would make it forget the reset.
        var counted = write(swap, SwapStatuses.of(with(swap, known), decision, conditions), context);
        if (counted.isEmpty()) {
          return new Result(swap, swap.getStatus(), AFTER_CONFLICT, false);
        }
        swap = counted.get();
        known = swap.getStatus();
        continue;
      }
      try {
        switch (steps.execute(decision.step(), seen, conditions)) {
          case SwapSteps.Outcome.Confirmed(var hash) -> {
            known = new SwapStatusBuilder(known).withRoutes(hash).build();
            continue;
          }
          case SwapSteps.Outcome.Reported s -> {
            known = new SwapStatusBuilder(known)
                .withConditions(SwapStatuses.with(known.conditions(), conditions.build())).build();
            continue;
          }
          case SwapSteps.Outcome.Forbidden(var why) -> {
            decision = decision.refused(why).because(why);
            recheck = RefusedStep.RETRY;
          }
          case SwapSteps.Outcome.Written(var workload) -> decision = decision.on(workload);
          case SwapSteps.Outcome.Deleted d -> {
            return new Result(swap, swap.getStatus(), null, false);
          }
          case SwapSteps.Outcome.Finished f -> {
            return new Result(swap, swap.getStatus(), null, true);
          }
          case SwapSteps.Outcome.Done d -> {
          }
        }
      } catch (KubernetesClientException e) {
        var refusal = ApiRefusal.of(e);
        if (refusal.isPresent()) {
          decision = RefusedStep.after(decision, seen, refusal.get());
          recheck = decision.recheck();
        } else if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          recheck = AFTER_CONFLICT;
        } else {
          throw e;
        }
      }
      return new Result(swap, SwapStatuses.of(with(swap, known), decision, conditions), recheck, false);
    }
  }

  private static Swap with(Swap swap, SwapStatus status) {
    var copy = new Swap();
    copy.setMetadata(swap.getMetadata());
    copy.setSpec(swap.getSpec());
    copy.setStatus(status);
    return copy;
  }

  private static Swap patch(Swap swap, SwapStatus status) {
    return StatusPatch.of(swap, status, Swap::new);
  }

  @Override
  public List<EventSource<?, Swap>> prepareEventSources(EventSourceContext<Swap> context) {
    return new SwapTriggers(context.getPrimaryCache(), cluster, accepted).eventSources();
  }
}
