package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadKind;
import java.util.List;

/** What a swapped Service's condition says, with the side effects that a user may not expect. Pure. */
final class SwappedMessage {
  private SwappedMessage() {}

  /** @param others what else answers for the Service */
  static ReasonedMessage of(Observed o, Workload workload, List<String> others) {
    var says = ConditionMessage.Swapped.with(workload.ref());
    if (!others.isEmpty()) {
      says = says.and(ConditionMessage.OthersAnswer.with(String.join(" and ", others)));
    }
    var siblings = o.services().stream()
        .filter(s -> !s.getMetadata().getName().equals(o.name()) && WorkloadResolver.selects(s, workload))
        .filter(s -> !ClusterView.isLabelled(s, Labels.NODE_PORT_SERVICE_OF)
            && !ClusterView.isLabelled(s, Labels.SWAP))
        .map(s -> s.getMetadata().getName())
        .sorted().toList();
    if (!siblings.isEmpty()) {
      says = says.and(ConditionMessage.SiblingServices.with(String.join(", ", siblings)));
    }
    return isStatefulSet(workload)
        ? says.and(ConditionMessage.PodNamesGone.with(workload.ref().name() + "-0"))
        : says;
  }

  private static boolean isStatefulSet(Workload workload) {
    return WorkloadKind.STATEFUL_SET.equals(new WorkloadKind(workload.ref().apiVersion(), workload.ref().kind()));
  }
}
