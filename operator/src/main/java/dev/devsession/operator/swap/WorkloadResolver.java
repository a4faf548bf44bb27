package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.swap.Resolution.Refused;
import dev.devsession.operator.swap.Resolution.Resolved;
import dev.devsession.restore.Mark;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Finds the workload and the routes that a claim means. Pure. */
public final class WorkloadResolver {
  private WorkloadResolver() {}

  /**
   * Why the claim can't be served; empty: it can.
   *
   * @param held the Swaps that the session holds: what another of them scaled to zero is no obstacle
   */
  public static Optional<ReasonedMessage> refusal(Claim claim, String name, Service service,
      ClusterWorkloads workloads, Collection<PodOwner> owners, Set<String> held) {
    if (claim.mode().isShared()) {
      return SharedResolver.refusal(claim, name, service, workloads);
    }
    return resolve(claim, name, SharedService.original(service), workloads, owners, held) instanceof Refused(var why)
        ? Optional.of(why)
        : Optional.empty();
  }

  /**
   * @param name the Service that is claimed, which is the Swap's name too
   * @param service the Service, or null if there is none
   * @param workloads the workloads of the namespace
   * @param owners the owners of the pods behind the Service, as far as they are known
   * @param held other Swaps that may have scaled the workload to zero
   */
  static Resolution resolve(Claim claim, String name, Service service, ClusterWorkloads workloads,
      Collection<PodOwner> owners, Set<String> held) {
    if (service == null) {
      return new Refused(ConditionMessage.ServiceNotFound.with(name));
    }
    var unfit = unfit(service);
    if (unfit != null) {
      return unfit;
    }
    var ref = claim.workloadRef();
    if (ref != null && !workloads.knows(ref)) {
      return new Refused(ConditionMessage.WorkloadKindUnknown.with(ref.apiVersion(), ref.kind()));
    }
    var selection = WorkloadSelection.of(service, workloads, owners);
    var refusal = selection.refusal(ref);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    var workload = selection.workload(ref);
    var unavailable = unavailable(name, workload, held);
    return unavailable != null ? unavailable : switch (Ports.route(claim, service, workload)) {
      case Ports.Routed(var routes) -> new Resolved(workload, routes, selection.besides(workload));
      case Ports.Unroutable(var why) -> new Refused(why);
    };
  }

  static Refused unfit(Service service) {
    var name = service.getMetadata().getName();
    var spec = service.getSpec();
    if ("ExternalName".equals(spec.getType())) {
      return new Refused(ConditionMessage.ExternalNameService.with(name, spec.getExternalName()));
    }
    if ("None".equals(spec.getClusterIP())) {
      return new Refused(ConditionMessage.HeadlessService.with(name));
    }
    if (spec.getSelector() == null || spec.getSelector().isEmpty()) {
      return new Refused(ConditionMessage.ServiceWithoutSelector.with(name));
    }
    return null;
  }

  private static Refused unavailable(String name, Workload workload, Set<String> held) {
    return switch (workload.mark().orElse(null)) {
      case Mark.Unreadable m ->
        new Refused(ConditionMessage.MarkUnreadable.with(workload.ref(), m.text()));
      case Mark.Readable m when !m.swap().equals(name) && !held.contains(m.swap()) -> new Refused(
          ConditionMessage.WorkloadHeld.with(workload.ref(), m.swap()));
      case null -> workload.replicas() == 0
          ? new Refused(ConditionMessage.WorkloadAtZero.with(workload.ref(), workload.ref()))
          : null;
      case Mark.Readable m -> null;
    };
  }

  static boolean selects(Service service, Workload workload) {
    var selector = service.getSpec().getSelector();
    return selector != null && !selector.isEmpty() && workload.podLabels().entrySet().containsAll(selector.entrySet());
  }
}
