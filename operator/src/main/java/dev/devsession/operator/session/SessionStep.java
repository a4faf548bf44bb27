package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.nodeports.NodePortServicePlan;
import dev.devsession.operator.owned.ObjectWrite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** One thing to write for a session. Every step may be executed again after a crash: the plan then decides again. */
sealed interface SessionStep {
  /** Make, correct and delete the namespace's NodePort Services. */
  record ChangeNodePortServices(NodePortServicePlan.Changes changes) implements SessionStep {}

  /** Make or correct the gateway's objects. */
  record WriteGateway(List<ObjectWrite> writes) implements SessionStep {}

  /** Delete the gateway's objects. */
  record DeleteGateway(List<HasMetadata> objects) implements SessionStep {}

  /** Make the Swap of a Service with the session's claim as its first. */
  record CreateSwap(String service, Claim claim) implements SessionStep {}

  /** Replace the claims of a Swap. */
  record UpdateClaims(Swap swap, List<Claim> claims) implements SessionStep {}
}
