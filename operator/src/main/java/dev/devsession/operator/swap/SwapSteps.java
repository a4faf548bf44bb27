package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.Permissions;
import dev.devsession.operator.owned.ObjectWrite;
import dev.devsession.operator.status.ApiRefusal;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.ServiceWriter;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadWriter;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** Executes the steps that the plan decides on. */
final class SwapSteps {
  /** The result of a step. */
  sealed interface Outcome {
    /** Done, or nothing to do; a change that matters arrives as an event. */
    record Done() implements Outcome {}

    /** Done, with the workload as it is now. */
    record Written(Workload workload) implements Outcome {}

    /** All proxy pods use the routes with this hash: decide again. */
    record Confirmed(String hash) implements Outcome {}

    /** The conditions now report what was found: decide again. */
    record Reported() implements Outcome {}

    /** Not begun: the operator lacks a permission, or the API server wouldn't let the workload be scaled to zero. */
    record Forbidden(ReasonedMessage why) implements Outcome {}

    /** The Swap is being deleted; no status is worth a write. */
    record Deleted() implements Outcome {}

    /** Kubernetes may remove the Swap. */
    record Finished() implements Outcome {}
  }

  private final KubernetesClient client;
  private final WorkloadWriter workloads;
  private final ServiceWriter services;
  private final PolicyCheck policies;
  private final ProxyWriter proxies;
  private final Permissions permissions;
  private final AutoscalersAndBudgets autoscalers;
  private final WrittenWorkloads written;

  SwapSteps(KubernetesClient client, WrittenWorkloads written) {
    this.client = client;
    this.written = written;
    workloads = new WorkloadWriter(client);
    services = new ServiceWriter(client);
    policies = new PolicyCheck(client);
    proxies = new ProxyWriter(client, new ConfirmedRoutes());
    permissions = new Permissions(client);
    autoscalers = new AutoscalersAndBudgets(client);
  }

  Outcome execute(Step step, Observed seen, Conditions conditions) {
    return switch (step) {
      case Step.Wait w -> new Outcome.Done();
      case Step.ApplyProxy(var proxy, var workload) -> applyProxy(proxy, workload, seen);
      case Step.ConfirmRoutes(var hash) ->
        proxies.confirm(hash, seen) ? new Outcome.Confirmed(hash) : new Outcome.Done();
      case Step.LabelProxies(var pods, var labels, var on) -> {
        proxies.label(pods, labels, on);
        yield new Outcome.Done();
      }
      case Step.PauseAutoscalers(var workload) -> {
        autoscalers.pauseAndReport(workload, seen.name(), conditions);
        yield new Outcome.Reported();
      }
      case Step.RewriteMark(var workload, var mark) -> {
        workloads.rewriteMark(workload, mark);
        yield new Outcome.Done();
      }
      case Step.ScaleDown(var workload) -> {
        var scaled = workloads.scaleToZero(workload, seen.name(), conditions.now());
        written.add(workload, List.of(scaled));
        yield new Outcome.Written(scaled);
      }
      case Step.RestoreWorkload(var workload, var mark) -> {
        written.add(workload, workloads.restore(workload, mark));
        autoscalers.resume(seen.swap().getMetadata().getNamespace(), seen.name());
        yield new Outcome.Done();
      }
      case Step.ApplyTwin(var twin) -> applyTwin(twin, seen);
      case Step.ChangeRoutes(var proxy) -> {
        proxies.changeRoutes(proxy, seen);
        yield new Outcome.Done();
      }
      case Step.CheckPolicies(var original, var selected) -> {
        policies.report(original, selected, seen.name(), conditions);
        yield new Outcome.Reported();
      }
      case Step.SwitchService(var service) -> {
        services.switchToProxies(service, seen.name(), conditions.now());
        yield new Outcome.Done();
      }
      case Step.RewriteSelectorMark(var service, var mark) -> {
        services.rewriteMark(service, mark);
        yield new Outcome.Done();
      }
      case Step.RestoreService(var service, var mark) -> {
        services.restore(service, mark);
        yield new Outcome.Done();
      }
      case Step.RemoveTwin r -> {
        proxies.removeTwin(seen);
        yield new Outcome.Done();
      }
      case Step.RemoveProxy r -> {
        autoscalers.resume(seen.swap().getMetadata().getNamespace(), seen.name());
        proxies.remove(seen);
        yield new Outcome.Done();
      }
      case Step.DeleteSwap d -> {
        client.resource(seen.swap()).lockResourceVersion().delete();
        yield new Outcome.Deleted();
      }
      case Step.Finish f -> new Outcome.Finished();
    };
  }

  private Outcome applyProxy(Proxy proxy, Workload workload, Observed seen) {
    var namespace = seen.swap().getMetadata().getNamespace();
    Optional<ReasonedMessage> obstacle = seen.proxy() != null || seen.twin() != null
        ? Optional.empty()
        : permissions.missingForSwap(namespace, workload.ref())
            .or(() -> scaleDownRefusal(workload, seen)
                .map(refusal -> permissions.missingNow(namespace, workload.ref()).orElse(refusal)));
    if (obstacle.isPresent()) {
      return new Outcome.Forbidden(obstacle.get());
    }
    proxies.apply(proxy, seen);
    return new Outcome.Done();
  }

  /** Asked before anything is there: whether the operator may do all that follows. */
  private Outcome applyTwin(Service twin, Observed seen) {
    if (seen.twin() == null) {
      var obstacle = permissions.missingForSharing(seen.swap().getMetadata().getNamespace())
          .or(() -> switchRefusal(seen));
      if (obstacle.isPresent()) {
        return new Outcome.Forbidden(obstacle.get());
      }
    }
    new ObjectWrite(TwinService.write(twin, seen.twin()), seen.twin()).apply(client);
    return new Outcome.Done();
  }

  private Optional<ReasonedMessage> switchRefusal(Observed seen) {
    if (new SharedService(seen.service()).isTouched()) {
      return Optional.empty();
    }
    try {
      services.askToSwitch(seen.service(), seen.name(), seen.now().toString());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return ApiRefusal.isWithoutDryRun(e)
          ? Optional.empty()
          : Optional.of(ConditionMessage.Refused.with(ApiRefusal.of(e).orElseThrow(() -> e)));
    }
  }

  /** Asked before there is a proxy, so that none shares the traffic with an original that can't be scaled down. */
  private Optional<ReasonedMessage> scaleDownRefusal(Workload workload, Observed seen) {
    if (workload.replicas() == 0) {
      return Optional.empty();
    }
    try {
      workloads.askToScaleToZero(workload, seen.name(), seen.now().toString());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return ApiRefusal.isWithoutDryRun(e)
          ? Optional.empty()
          : Optional.of(ConditionMessage.ScaleDownForbidden.with(workload.ref(),
              ApiRefusal.of(e).orElseThrow(() -> e)));
    }
  }
}
