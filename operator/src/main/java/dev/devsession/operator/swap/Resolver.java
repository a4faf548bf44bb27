package dev.devsession.operator.swap;

import static java.util.stream.Collectors.joining;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.mark.Mark;
import dev.devsession.mark.Workload;
import dev.devsession.operator.swap.Resolution.Refused;
import dev.devsession.operator.swap.Resolution.Resolved;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;

/** Finds the workload and the routes that a claim means. Pure. */
public final class Resolver {
  private Resolver() {}

  /**
   * @param name the Service that is claimed, which is the Swap's name too
   * @param service the Service, or null if there is none
   * @param workloads the workloads of the namespace
   */
  public static Resolution resolve(Claim claim, String name, Service service, Workloads workloads) {
    if (service == null) {
      return new Refused(Reason.ServiceNotFound,
          "Service " + name + " doesn't exist in this namespace. Create it, or correct the name.");
    }
    var unfit = unfit(service);
    if (unfit != null) {
      return unfit;
    }
    var ref = claim.workloadRef();
    if (ref != null && !workloads.knows(ref)) {
      return new Refused(Reason.WorkloadKindUnknown, "The operator doesn't serve workloads of " + ref.apiVersion() + "/"
          + ref.kind() + ", or the API server has no such kind. Install the kind, and name it in the chart's "
          + "workloadKinds.");
    }
    var selected = workloads.all().stream().filter(w -> !w.isDeleting() && selects(service, w)).toList();
    var refusal = refuse(claim, name, service, selected);
    if (refusal != null) {
      return refusal;
    }
    var workload = selected.getFirst();
    var unavailable = unavailable(name, workload);
    return unavailable != null ? unavailable : switch (Ports.route(claim, service, workload)) {
      case Ports.Routed(var routes) -> new Resolved(workload, routes);
      case Ports.Unroutable(var reason, var message) -> new Refused(reason, message);
    };
  }

  private static Refused unfit(Service service) {
    var name = service.getMetadata().getName();
    var spec = service.getSpec();
    if ("ExternalName".equals(spec.getType())) {
      return new Refused(Reason.ExternalNameService, "Service " + name + " is an alias of " + spec.getExternalName()
          + ", no pods stand behind it. Point the alias elsewhere, or name a Service that selects pods.");
    }
    if ("None".equals(spec.getClusterIP())) {
      return new Refused(Reason.HeadlessService,
          "Service " + name + " is headless: clients address its pods directly, which a proxy can't "
              + "stand in for. Name a Service with a ClusterIP that selects the same pods.");
    }
    if (spec.getSelector() == null || spec.getSelector().isEmpty()) {
      return new Refused(Reason.ServiceWithoutSelector,
          "Service " + name + " has no selector, so no workload belongs to it. "
              + "Name a Service that selects pods.");
    }
    return null;
  }

  private static Refused refuse(Claim claim, String name, Service service, List<Workload> selected) {
    var selector = service.getSpec().getSelector().entrySet().stream().map(Map.Entry::toString).sorted()
        .collect(joining(","));
    var ref = claim.workloadRef();
    if (ref != null && selected.stream().noneMatch(w -> w.ref().equals(ref))) {
      return new Refused(Reason.WorkloadNotFound,
          "No " + ref + " has pods that Service " + name + " selects (" + selector
              + "). Correct workloadRef, or leave it out.");
    }
    if (selected.isEmpty()) {
      return new Refused(Reason.WorkloadNotFound, "Service " + name + " selects " + selector
          + ", but no workload here has such pods. Correct the selector, or deploy the workload.");
    }
    if (selected.size() > 1) {
      var names = selected.stream().map(w -> w.ref().toString()).sorted().collect(joining(" and "));
      return new Refused(Reason.WorkloadAmbiguous, "Service " + name + " selects (" + selector + ") pods of " + names
          + "; all of them would go on answering but one. Make the selector narrower.");
    }
    return null;
  }

  private static Refused unavailable(String name, Workload workload) {
    return switch (workload.mark().orElse(null)) {
      case Mark.Unreadable m ->
        new Refused(Reason.MarkUnreadable, "Annotation devsession.dev/original of " + workload.ref()
            + " can't be read: " + m.text() + ". Set its replicas to what they should be and remove the annotation.");
      case Mark.Readable m when !m.swap().equals(name) -> new Refused(Reason.WorkloadHeld, workload.ref()
          + " is swapped already through Service " + m.swap() + ". Name one of the two Services only.");
      case null -> workload.replicas() == 0
          ? new Refused(Reason.WorkloadAsleep, workload.ref()
              + " has zero replicas already, so there is nothing to replace. Scale it up first: kubectl scale "
              + workload.ref() + " --replicas=1")
          : null;
      case Mark.Readable m -> null;
    };
  }

  private static boolean selects(Service service, Workload workload) {
    return workload.podLabels().entrySet().containsAll(service.getSpec().getSelector().entrySet());
  }
}
