package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.Permissions;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Takes the steps that the plan decides on. */
final class SwapSteps {
  /** What came of a step. */
  sealed interface Outcome {
    /** Done, or nothing to do; a change that matters arrives as an event. */
    record Done() implements Outcome {}

    /** All proxy pods use the routes with this hash: decide again. */
    record Confirmed(String hash) implements Outcome {}

    /** The conditions now report what was found: decide again. */
    record Surveyed() implements Outcome {}

    /** Not begun: a right is missing. */
    record Forbidden(ReasonedMessage why) implements Outcome {}

    /** The Swap may go. */
    record Finished() implements Outcome {}
  }

  private final KubernetesClient client;
  private final WorkloadWriter workloads;
  private final ProxyWriter proxies;
  private final Permissions permissions;
  private final AutoscalersAndBudgets surroundings;

  SwapSteps(KubernetesClient client) {
    this.client = client;
    workloads = new WorkloadWriter(client);
    proxies = new ProxyWriter(client, new ConfirmedRoutes());
    permissions = new Permissions(client);
    surroundings = new AutoscalersAndBudgets(client);
  }

  Outcome take(Step step, Observed seen, Conditions conditions) {
    return switch (step) {
      case Step.Wait w -> new Outcome.Done();
      case Step.PutProxy(var proxy, var workload) -> put(proxy, workload, seen);
      case Step.ConfirmRoutes(var hash) ->
        proxies.confirm(hash, seen) ? new Outcome.Confirmed(hash) : new Outcome.Done();
      case Step.Survey(var workload) -> {
        surroundings.survey(workload, seen.name(), conditions);
        yield new Outcome.Surveyed();
      }
      case Step.Repair(var workload, var mark) -> {
        workloads.mark(workload, mark);
        yield new Outcome.Done();
      }
      case Step.Sleep(var workload) -> {
        workloads.sleep(workload, seen.name(), conditions.now());
        yield new Outcome.Done();
      }
      case Step.Wake(var workload, var mark) -> {
        workloads.wake(workload, mark);
        surroundings.resume(seen.swap().getMetadata().getNamespace(), seen.name());
        yield new Outcome.Done();
      }
      case Step.RemoveProxy r -> {
        surroundings.resume(seen.swap().getMetadata().getNamespace(), seen.name());
        proxies.remove(seen);
        yield new Outcome.Done();
      }
      case Step.DeleteSwap d -> {
        client.resource(seen.swap()).lockResourceVersion().delete();
        yield new Outcome.Done();
      }
      case Step.Finish f -> new Outcome.Finished();
    };
  }

  private Outcome put(Proxy proxy, Workload workload, Observed seen) {
    Optional<ReasonedMessage> missing = seen.proxy() != null
        ? Optional.empty()
        : permissions.missingForSwap(seen.swap().getMetadata().getNamespace(), workload.ref());
    if (missing.isPresent()) {
      return new Outcome.Forbidden(missing.get());
    }
    proxies.put(proxy, seen);
    return new Outcome.Done();
  }
}
