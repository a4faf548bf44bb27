package dev.devsession.operator.swap;

import static java.util.stream.Collectors.joining;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a Service selects.
 *
 * @param workloads those whose pods it selects
 * @param others the owners of pods behind it that are of none of these
 * @param kinds the kinds of workload that the operator sees
 */
record WorkloadSelection(Service service, List<Workload> workloads, List<PodOwner> others, Set<WorkloadKind> kinds) {
  static WorkloadSelection of(Service service, ClusterWorkloads all, Collection<PodOwner> owners) {
    var selected = all.all().stream().filter(w -> WorkloadResolver.selects(service, w)).toList();
    var others = owners.stream().filter(o -> selected.stream().noneMatch(o::isOf)).distinct().toList();
    return new WorkloadSelection(service, selected.stream().filter(w -> !w.isDeleting()).toList(), others,
        all.kinds());
  }

  /** Why none of the workloads can be the one to replace; empty: one is. @param ref the one that is named, or null */
  Optional<ReasonedMessage> refusal(WorkloadRef ref) {
    if (ref != null) {
      return find(ref).isPresent()
          ? Optional.empty()
          : Optional.of(ConditionMessage.WorkloadRefNotSelected.with(ref, name(), selector()));
    }
    if (workloads.isEmpty()) {
      return Optional.of(others.isEmpty()
          ? ConditionMessage.NoWorkloadSelected.with(name(), selector())
          : unreplaceable());
    }
    return workloads.size() == 1 && (others.isEmpty() || isSwapped(workloads.getFirst()))
        ? Optional.empty()
        : Optional.of(ConditionMessage.WorkloadAmbiguous.with(name(), selector(), words(others(null), " and ")));
  }

  /** Pods that come during a session, as those of a job that begins, are told of and don't end it. */
  private boolean isSwapped(Workload workload) {
    return workload.isMarkedBy(name());
  }

  private ReasonedMessage unreplaceable() {
    var owners = words(others.stream().map(PodOwner::toString), " and ");
    return others.stream().allMatch(PodOwner::isScalable)
        ? ConditionMessage.WorkloadKindNotServed.with(name(), selector(), owners,
            words(kinds.stream().map(WorkloadKind::kind), ", "))
        : ConditionMessage.PodsNotReplaceable.with(name(), selector(), owners);
  }

  /** The one to replace, if nothing refuses it. */
  Workload workload(WorkloadRef ref) {
    return ref == null ? workloads.getFirst() : find(ref).orElseThrow();
  }

  /** What else answers for the Service. */
  List<String> besides(Workload workload) {
    return others(workload).sorted().toList();
  }

  private Stream<String> others(Workload but) {
    return Stream.concat(workloads.stream().filter(w -> !w.equals(but)).map(w -> w.ref().toString()),
        others.stream().map(PodOwner::toString));
  }

  private Optional<Workload> find(WorkloadRef ref) {
    return workloads.stream().filter(w -> w.ref().equals(ref)).findFirst();
  }

  private String name() {
    return service.getMetadata().getName();
  }

  private String selector() {
    return service.getSpec().getSelector().entrySet().stream().map(Map.Entry::toString).sorted().collect(joining(","));
  }

  private static String words(Stream<String> names, String between) {
    return names.distinct().sorted().collect(joining(between));
  }
}
