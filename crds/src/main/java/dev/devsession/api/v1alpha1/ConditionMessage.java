package dev.devsession.api.v1alpha1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every message that a condition can give, by its reason. Words in braces stand for what is told of: they are filled in
 * in their order. The API reference is made from this list.
 */
public enum ConditionMessage {
  Accepted(ConditionReason.Accepted, "All that the spec names was found."),
  SwapAccepted(ConditionReason.Accepted, "Service and workload were found."),
  ServiceNotFound(ConditionReason.ServiceNotFound,
      "Service {service} doesn't exist in this namespace. Create it, or correct the name."),
  ExternalNameService(ConditionReason.ExternalNameService,
      "Service {service} is an alias of {name}; no pods stand behind it. Name a Service that selects pods."),
  HeadlessService(ConditionReason.HeadlessService,
      "Service {service} is headless: clients address its pods directly, which a proxy can't stand in for. Name a "
          + "Service with a ClusterIP that selects the same pods."),
  ServiceWithoutSelector(ConditionReason.ServiceWithoutSelector,
      "Service {service} has no selector, so no workload belongs to it. Name a Service that selects pods."),
  WorkloadRefNotSelected(ConditionReason.WorkloadNotFound,
      "No {workload} has pods that Service {service} selects ({selector}). Correct workloadRef, or leave it out."),
  NoWorkloadSelected(ConditionReason.WorkloadNotFound,
      "Service {service} selects {selector}, but no workload here has such pods. Correct the selector, or deploy the "
          + "workload."),
  WorkloadKindUnknown(ConditionReason.WorkloadKindUnknown,
      "The operator doesn't serve workloads of {apiVersion}/{kind}, or the API server has no such kind. Install the "
          + "kind, and name it in the chart's workloadKinds."),
  WorkloadAmbiguous(ConditionReason.WorkloadAmbiguous,
      "Service {service} selects ({selector}) pods of {workloads}; all of them would go on answering but one. Make "
          + "the selector narrower."),
  WorkloadAsleep(ConditionReason.WorkloadAsleep,
      "{workload} has zero replicas already, so there is nothing to replace. Scale it up first: kubectl scale "
          + "{workload} --replicas=1"),
  WorkloadHeld(ConditionReason.WorkloadHeld,
      "{workload} is swapped already through Service {service}. Name one of the two Services only."),
  MarkUnreadable(ConditionReason.MarkUnreadable,
      "Annotation devsession.dev/original of {workload} can't be read: {text}. Set its replicas to what they should "
          + "be and remove the annotation."),
  NoTcpPort(ConditionReason.PortNotTcp, "Service {service} has no TCP port, and only TCP can be carried."),
  PortNotTcp(ConditionReason.PortNotTcp,
      "Port {port} of Service {service} is {protocol}, and only TCP can be carried. Leave it out."),
  PortNotFound(ConditionReason.PortNotFound, "Service {service} has no port {port}. It has: {ports}."),
  TargetPortNotFound(ConditionReason.PortNotFound,
      "targetPort {port} of Service {service} isn't a named container port of {workload}. Declare it there."),
  PortsCollide(ConditionReason.PortsCollide,
      "Two ports of Service {service} lead to container port {port}, so they can't go to {hostPort} and {hostPort} "
          + "both. Give them the same hostPort."),
  ProxyNameTaken(ConditionReason.ProxyNameTaken,
      "{kind} {name} exists and isn't this Swap's. Delete it, or create it under another name."),
  HostNameUnresolved(ConditionReason.HostNameUnresolved,
      "hostAddress {host} can't be looked up in the cluster. Use a name that pods can resolve (in Minikube: "
          + "host.minikube.internal) or an IP address of the machine."),
  NodePortOutOfRange(ConditionReason.NodePortOutOfRange,
      "Port {ports} of Service {service} lies outside the API server's NodePort range {range}. Start the cluster with "
          + "a wider one (minikube start --extra-config=apiserver.service-node-port-range=1-65535), or set names.via "
          + "to Tunnel (needs transport.type Tunnel) or ClusterIP (needs a route from the machine)."),
  NodePortTaken(ConditionReason.NodePortTaken,
      "Port {ports} of Service {service} is taken already as a NodePort by {holder}. With names.via: NodePort every "
          + "Service of a cluster needs ports of its own: change one of them, or set names.via to Tunnel (needs "
          + "transport.type Tunnel) or ClusterIP (needs a route from the machine)."),
  CompanionRefused(ConditionReason.NodePortTaken, "The companion of Service {service} was refused: {error}"),
  RightMissing(ConditionReason.Forbidden,
      "The operator may not {verb and resource} in namespace {namespace}. Install the chart with the namespace in "
          + "watchNamespaces, or with none for all."),
  Refused(ConditionReason.Forbidden, "The API server refused: {error}"),
  Swapped(ConditionReason.Swapped, "{workload} sleeps; the machine answers for it."),
  SwappedWithOtherReplicas(ConditionReason.Swapped,
      "{manager} changed its replicas meanwhile; after the session it'll have {replicas}."),
  AllSwapped(ConditionReason.Swapped, "{count} services run {where}."),
  ProxyStarting(ConditionReason.ProxyStarting, "The proxy isn't ready yet."),
  ProxyFailing(ConditionReason.ProxyFailing, "The proxy can't start: {cause}"),
  RoutesChanging(ConditionReason.RoutesChanging, "The proxy is taking up new routes."),
  Surveying(ConditionReason.OriginalStopping, "Autoscalers are looked for."),
  PodsEnding(ConditionReason.OriginalStopping, "The proxy answers; pods still ending: {pods}."),
  ReplicasChanged(ConditionReason.ReplicasChanged,
      "{manager} set {workload} to {replicas} replicas while it was swapped. It is put to sleep again; that is what "
          + "it'll have after the session."),
  MarkRepaired(ConditionReason.MarkRepaired,
      "Annotation devsession.dev/original of {workload} was removed or spoilt; it is written again."),
  GivingUp(ConditionReason.GivenUp,
      "{manager} goes on resetting the replicas, so the original comes back. Next try at {time}."),
  GivenUp(ConditionReason.GivenUp,
      "{manager} goes on resetting the replicas, so the original runs. Next try at {time}."),
  ResetByOthers(ConditionReason.ResetByOthers,
      "The replicas were reset {count} times while swapped, last by {manager} at {time}. {rule to add}"),
  Undisturbed(ConditionReason.Undisturbed, "Nobody resets the replicas any more."),
  IdleAtZero(ConditionReason.IdleAtZero,
      "HorizontalPodAutoscaler {names} does nothing while replicas are zero, and goes on after the session."),
  ScaledObjectPaused(ConditionReason.ScaledObjectPaused,
      "ScaledObject {names} is paused by its annotation until the session ends."),
  NoAutoscaler(ConditionReason.NoAutoscaler, "Nothing scales {workload}."),
  BudgetCountsProxy(ConditionReason.BudgetCountsProxy,
      "PodDisruptionBudget {names} keeps the one proxy pod from being evicted, so a drain of its node waits. Delete "
          + "the pod by hand: its successor takes over without a gap."),
  OriginalWaking(ConditionReason.OriginalStarting, "{workload} is being woken."),
  OriginalStarting(ConditionReason.OriginalStarting,
      "{workload} is coming back: {available} of {replicas} replicas available."),
  ProxyRemoved(ConditionReason.OriginalStarting, "The proxy is being removed."),
  Restored(ConditionReason.Restored, "The original is as it was."),
  Queued(ConditionReason.Queued,
      "{service} is held by session {session} since {time}, until {time} at the latest; {session} is {place}."),
  AgentConnected(ConditionReason.AgentConnected, "A machine is connected through {pod}."),
  GatewayStarting(ConditionReason.GatewayStarting, "The gateway is starting."),
  GatewayFailing(ConditionReason.GatewayFailing, "The gateway can't start: {cause}"),
  GatewayNameTaken(ConditionReason.GatewayFailing,
      "{kind} {name} exists and isn't this session's. Delete it, or create it under another name."),
  NobodyConnected(ConditionReason.Disconnected,
      "No machine has been connected since {time}, so the originals run. Connect one: devsession connect {session} -n "
          + "{namespace}"),
  AwayForNow(ConditionReason.Disconnected,
      "The machine is away since {time}; the originals come back at {time} unless it returns before."),
  AwayOnHold(ConditionReason.Disconnected,
      "The machine is away since {time}; callers are refused until it returns, for disconnect.action is Hold."),
  Pending(ConditionReason.Pending, "The operator has yet to look at it."),
  ReconcileFailed(ConditionReason.ReconcileFailed,
      "An unexpected error stopped the operator: {error}. It tries again at least once a minute. If the error stays, "
          + "look at the operator's log."),
  Suspended(ConditionReason.Suspended, "spec.suspend is true; set it to false to swap again."),
  Expired(ConditionReason.Expired, "ttlSeconds were over at {time}; raise spec.ttlSeconds to go on.");

  private static final Pattern BLANK = Pattern.compile("\\{[^}]+}");
  private final ConditionReason reason;
  private final String text;

  ConditionMessage(ConditionReason reason, String text) {
    this.reason = reason;
    this.text = text;
  }

  public ConditionReason reason() {
    return reason;
  }

  /** The message with its blanks, such as {@code {service}}. */
  public String text() {
    return text;
  }

  /**
   * The message with its blanks filled in.
   *
   * @throws IllegalArgumentException if there are more or fewer values than blanks
   */
  public ReasonedMessage with(Object... values) {
    var blanks = BLANK.matcher(text);
    var filled = new StringBuilder();
    var used = 0;
    while (blanks.find()) {
      if (used == values.length) {
        throw new IllegalArgumentException(name() + " has more blanks than " + values.length);
      }
      blanks.appendReplacement(filled, Matcher.quoteReplacement(String.valueOf(values[used++])));
    }
    if (used != values.length) {
      throw new IllegalArgumentException(name() + " has " + used + " blanks, not " + values.length);
    }
    return new ReasonedMessage(reason, blanks.appendTail(filled).toString());
  }
}
