package dev.devsession.operator.swap;

import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;

/** What to do next for one Swap. Every step may be taken again after a crash: it then does nothing or the same. */
sealed interface Step {
  /** Nothing to do until something changes. */
  record Wait() implements Step {}

  /** Create or correct the proxy's objects. */
  record PutProxy(Proxy proxy, Workload workload) implements Step {}

  /** Make the kubelet hand out the changed routes now, and ask the proxy pods whether they use them. */
  record ConfirmRoutes(String hash) implements Step {}

  /** Look for autoscalers and disruption budgets of the workload, and pause autoscalers that would scale it up. */
  record Survey(Workload workload) implements Step {}

  /** Rewrite the mark that was removed or damaged. */
  record Repair(Workload workload, String mark) implements Step {}

  /** Scale the workload to zero and mark it, in one patch. */
  record Sleep(Workload workload) implements Step {}

  /** Give the workload its replicas back, then take the mark off and give the ownership back. */
  record Wake(Workload workload, Mark.Readable mark) implements Step {}

  /** Delete the proxy's objects. */
  record RemoveProxy() implements Step {}

  /** Delete the Swap itself: no session claims it and everything is restored. */
  record DeleteSwap() implements Step {}

  /** Let the deleted Swap go. */
  record Finish() implements Step {}
}
