package dev.devsession.operator.swap;

import dev.devsession.restore.Mark;
import dev.devsession.restore.SelectorMark;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;

/** What to do next for one Swap. Every step may be executed again after a crash: it then does nothing or the same. */
sealed interface Step {
  /** Nothing to do until something changes. */
  record Wait() implements Step {}

  /** Create or correct the proxy's objects. */
  record ApplyProxy(Proxy proxy, Workload workload) implements Step {}

  /** Put the labels of the workload's pods on proxy pods, or take them off. @param on whether they get the labels */
  record LabelProxies(List<Pod> pods, Map<String, String> labels, boolean on) implements Step {}

  /** Make the kubelet hand out the changed routes now, and ask the proxy pods whether they use them. */
  record ConfirmRoutes(String hash) implements Step {}

  /** Pause autoscalers that would scale the workload up, and report these and its disruption budgets. */
  record PauseAutoscalers(Workload workload) implements Step {}

  /** Rewrite the mark that was removed or damaged. */
  record RewriteMark(Workload workload, String mark) implements Step {}

  /** Scale the workload to zero and mark it, in one patch. */
  record ScaleDown(Workload workload) implements Step {}

  /** Restore the workload's replicas, then remove the mark and restore the ownership. */
  record RestoreWorkload(Workload workload, Mark.Readable mark) implements Step {}

  /** Create or correct the Service that leads proxies to the original. */
  record ApplyTwin(Service twin) implements Step {}

  /** Write the routes without sessions. */
  record ChangeRoutes(Proxy proxy) implements Step {}

  /** Find the NetworkPolicies that select pods of the original, and report them. */
  record CheckPolicies(Service original, List<Workload> workloads) implements Step {}

  /** Lead the Service to the proxies and mark it, in one patch. */
  record SwitchService(Service service) implements Step {}

  /** Rewrite the Service's mark that was removed or damaged. */
  record RewriteSelectorMark(Service service, String mark) implements Step {}

  /** Restore the Service's selector, then remove the mark and restore the ownership. */
  record RestoreService(Service service, SelectorMark mark) implements Step {}

  /** Delete the Service that leads proxies to the original. */
  record RemoveTwin() implements Step {}

  /** Delete the proxy's objects. */
  record RemoveProxy() implements Step {}

  /** Delete the Swap itself: no session claims it and everything is restored. */
  record DeleteSwap() implements Step {}

  /** Let Kubernetes remove the deleted Swap: everything is restored. */
  record Finish() implements Step {}
}
