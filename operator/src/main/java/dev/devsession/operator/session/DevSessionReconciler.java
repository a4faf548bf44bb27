package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.cluster.KubernetesClients;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.status.AcceptedSpecs;
import dev.devsession.operator.status.Conditions;
import dev.devsession.operator.status.ProgressPace;
import dev.devsession.operator.status.ReconcileFailure;
import dev.devsession.operator.status.StatusPatch;
import dev.devsession.operator.swap.EndpointOwners;
import dev.devsession.restore.Finalizer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.cache.Cache;
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
import java.util.Optional;

/** Turns a session into claims on Swaps, and the state of these into its status: observe, decide, execute the steps. */
@ControllerConfiguration(name = "devsession", finalizerName = ApiNames.FINALIZER, fieldManager = FieldManagers.OPERATOR)
public final class DevSessionReconciler implements Reconciler<DevSession>, Cleaner<DevSession> {
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);
  private static final Duration WHILE_RESTORING = Duration.ofSeconds(1);

  private final ClusterView cluster;
  private final SessionObserver observer;
  private final SessionPlan plan;
  private final SessionSteps steps;
  private final SessionEvents events;
  private final ProgressPace pace;
  private final AcceptedSpecs<DevSession> accepted = new AcceptedSpecs<>(SessionStatuses::isAccepted);
  private final Clock clock;

  public DevSessionReconciler(KubernetesClient client, ClusterView cluster, EndpointOwners owners,
      OperatorConfig settings, Clock clock, ProgressPace pace) {
    this.cluster = cluster;
    this.pace = pace;
    this.observer = new SessionObserver(cluster, owners, accepted, settings, clock);
    this.plan = new SessionPlan(settings);
    this.steps = new SessionSteps(KubernetesClients.forWrites(client), cluster);
    this.events = new SessionEvents(new Events(client, clock));
    this.clock = clock;
  }

  @Override
  public UpdateControl<DevSession> reconcile(DevSession session, Context<DevSession> context) {
    var seen = observe(session, context);
    var done = execute(plan.decide(seen), seen);
    var status = SessionStatuses.of(seen, done.refusal(), conditions(session));
    var control = UpdateControl.<DevSession>noUpdate();
    if (!status.equals(session.getStatus())) {
      if (SessionProgress.isAllOf(session, status)) {
        accepted.add(session);
        var wait = pace.untilReport(session);
        if (wait.isPositive()) {
          return control.rescheduleAfter(ProgressPace.sooner(wait, done.recheck().orElse(null)));
        }
      }
      try {
        StatusPatch.write(session, patch(session, status), context);
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          return control.rescheduleAfter(AFTER_CONFLICT);
        }
        throw e;
      }
      events.writeNews(session, status);
    }
    done.recheck().ifPresent(control::rescheduleAfter);
    return control;
  }

  /** @return the decision in the end, after the API server may have refused a step */
  private SessionDecision execute(SessionDecision decision, SessionObservation seen) {
    try {
      for (var step : decision.steps()) {
        var refusal = execute(step, seen);
        if (refusal.isPresent()) {
          var instead = plan.decideRefused(seen, refusal.get());
          instead.steps().forEach(withdrawal -> execute(withdrawal, seen));
          return instead;
        }
      }
      return decision;
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 && e.getCode() != 404) {
        throw e;
      }
      return new SessionDecision(decision.refusal(), List.of(), Optional.of(AFTER_CONFLICT));
    }
  }

  private Optional<ReasonedMessage> execute(SessionStep step, SessionObservation seen) {
    return steps.execute(step, seen.session().getMetadata().getNamespace());
  }

  @Override
  public DeleteControl cleanup(DevSession session, Context<DevSession> context) {
    try {
      return endSession(session, context);
    } catch (RuntimeException e) { // The framework has a status written for errors of the other method only.
      failedStatus(session, context, e)
          .ifPresent(status -> ReconcileFailure.write(e, session, patch(session, status), context));
      throw e;
    }
  }

  private DeleteControl endSession(DevSession session, Context<DevSession> context) {
    var control = DeleteControl.noFinalizerRemoval(); // not by the framework
    try {
      var seen = observe(session, context);
      var refusal = plan.decideEnd(seen).stream().map(step -> execute(step, seen)).toList().stream()
          .flatMap(Optional::stream).findFirst();
      if (refusal.isPresent()) {
        var status = SessionStatuses.failed(session, refusal.get(), conditions(session));
        if (!status.equals(session.getStatus())) {
          StatusPatch.write(session, patch(session, status), context);
        }
        return control.rescheduleAfter(WHILE_RESTORING.toMillis());
      }
      if (SessionPlan.isOver(seen)) {
        return Finalizer.remove(context.getClient(), session)
            ? control
            : control.rescheduleAfter(AFTER_CONFLICT.toMillis());
      }
      var status = SessionStatuses.of(seen, Optional.empty(), conditions(session)); // the agent follows it to the end
      if (!status.equals(session.getStatus()) && !pace.untilReport(session).isPositive()) {
        StatusPatch.write(session, patch(session, status), context);
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 && e.getCode() != 404) {
        throw e;
      }
    }
    return control.rescheduleAfter(WHILE_RESTORING.toMillis());
  }

  @Override
  public ErrorStatusUpdateControl<DevSession> updateErrorStatus(DevSession session, Context<DevSession> context,
      Exception error) {
    return failedStatus(session, context, error)
        .map(status -> ErrorStatusUpdateControl.patchStatus(patch(session, status)))
        .orElseGet(ErrorStatusUpdateControl::noStatusUpdate);
  }

  /** Empty if there is nothing to say, or if it says so already. */
  private Optional<DevSessionStatus> failedStatus(DevSession session, Context<DevSession> context, Exception error) {
    return ReconcileFailure.of(error, context)
        .map(says -> SessionStatuses.failed(session, says, conditions(session)))
        .filter(status -> !status.equals(session.getStatus()));
  }

  private SessionObservation observe(DevSession session, Context<DevSession> context) {
    return observer.observe(session, context.getPrimaryCache().byIndex(Cache.NAMESPACE_INDEX,
        session.getMetadata().getNamespace()).stream());
  }

  private Conditions conditions(DevSession session) {
    return new Conditions(SessionStatuses.conditions(session), session.getMetadata().getGeneration(), clock);
  }

  private static DevSession patch(DevSession session, DevSessionStatus status) {
    return StatusPatch.of(session, status, DevSession::new);
  }

  @Override
  public List<EventSource<?, DevSession>> prepareEventSources(EventSourceContext<DevSession> context) {
    return new SessionTriggers(context.getPrimaryCache(), accepted).eventSources(cluster);
  }
}
