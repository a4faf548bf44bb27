package dev.devsession.api.v1alpha1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every message that a condition can give, by its reason. Words in braces stand for what is told of: they are filled in
 * in their order. The API reference is made from this list.
 */
public enum Message {
  Accepted(Reason.Accepted, "All that the spec names was found."),
  SwapAccepted(Reason.Accepted, "Service and workload were found."),
  ServiceNotFound(Reason.ServiceNotFound,
      "Service {service} doesn't exist in this namespace. Create it, or correct the name."),
  ExternalNameService(Reason.ExternalNameService,
      "Service {service} is an alias of {name}; no pods stand behind it. Name a Service that selects pods."),
  HeadlessService(Reason.HeadlessService,
      "Service {service} is headless: clients address its pods directly, which a proxy can't stand in for. Name a Service with a ClusterIP that selects the same pods."),
  ServiceWithoutSelector(Reason.ServiceWithoutSelector,
      "Service {service} has no selector, so no workload belongs to it. Name a Service that selects pods."),
  WorkloadRefNotSelected(Reason.WorkloadNotFound,
      "No {workload} has pods that Service {service} selects ({selector}). Correct workloadRef, or leave it out."),
  NoWorkloadSelected(Reason.WorkloadNotFound,
      "Service {service} selects {selector}, but no workload here has such pods. Correct the selector, or deploy the workload."),
  WorkloadKindUnknown(Reason.WorkloadKindUnknown,
      "The operator doesn't serve workloads of {apiVersion}/{kind}, or the API server has no such kind. Install the kind, and name it in the chart's workloadKinds."),
  WorkloadAmbiguous(Reason.WorkloadAmbiguous,
      "Service {service} selects ({selector}) pods of {workloads}; all of them would go on answering but one. Make the selector narrower."),
  WorkloadAsleep(Reason.WorkloadAsleep,
      "{workload} has zero replicas already, so there is nothing to replace. Scale it up first: kubectl scale {workload} --replicas=1"),
  WorkloadHeld(Reason.WorkloadHeld,
      "{workload} is swapped already through Service {service}. Name one of the two Services only."),
  MarkUnreadable(Reason.MarkUnreadable,
      "Annotation devsession.dev/original of {workload} can't be read: {text}. Set its replicas to what they should be and remove the annotation."),
  NoTcpPort(Reason.PortNotTcp, "Service {service} has no TCP port, and only TCP can be carried."),
  PortNotTcp(Reason.PortNotTcp,
      "Port {port} of Service {service} is {protocol}, and only TCP can be carried. Leave it out."),
  PortNotFound(Reason.PortNotFound, "Service {service} has no port {port}. It has: {ports}."),
  TargetPortNotFound(Reason.PortNotFound,
      "targetPort {port} of Service {service} isn't a named container port of {workload}. Declare it there."),
  PortsCollide(Reason.PortsCollide,
      "Two ports of Service {service} lead to container port {port}, so they can't go to {hostPort} and {hostPort} both. Give them the same hostPort."),
  ProxyNameTaken(Reason.ProxyNameTaken,
      "{kind} {name} exists and isn't this Swap's. Delete it, or create it under another name."),
  HostNameUnresolved(Reason.HostNameUnresolved,
      "hostAddress {host} can't be looked up in the cluster. Use a name that pods can resolve (in Minikube: host.minikube.internal) or an IP address of the machine."),
  NodePortOutOfRange(Reason.NodePortOutOfRange,
      "Port {ports} of Service {service} lies outside the API server's NodePort range {range}. Start the cluster with a wider one (minikube start --extra-config=apiserver.service-node-port-range=1-65535), or set names.via to Tunnel (needs transport.type Tunnel) or ClusterIP (needs a route from the machine)."),
  NodePortTaken(Reason.NodePortTaken,
      "Port {ports} of Service {service} is taken already as a NodePort by {holder}. With names.via: NodePort every Service of a cluster needs ports of its own: change one of them, or set names.via to Tunnel (needs transport.type Tunnel) or ClusterIP (needs a route from the machine)."),
  CompanionRefused(Reason.NodePortTaken, "The companion of Service {service} was refused: {error}"),
  RightMissing(Reason.Forbidden,
      "The operator may not {verb and resource} in namespace {namespace}. Install the chart with the namespace in watchNamespaces, or with none for all."),
  Refused(Reason.Forbidden, "The API server refused: {error}"),
  Swapped(Reason.Swapped, "{workload} sleeps; the machine answers for it."),
  SwappedWithOtherReplicas(Reason.Swapped,
      "{manager} changed its replicas meanwhile; after the session it'll have {replicas}."),
  AllSwapped(Reason.Swapped, "{count} services run {where}."),
  ProxyStarting(Reason.ProxyStarting, "The proxy isn't ready yet."),
  ProxyFailing(Reason.ProxyFailing, "The proxy can't start: {cause}"),
  RoutesChanging(Reason.RoutesChanging, "The proxy is taking up new routes."),
  Surveying(Reason.OriginalStopping, "Autoscalers are looked for."),
  PodsEnding(Reason.OriginalStopping, "The proxy answers; pods still ending: {pods}."),
  ReplicasChanged(Reason.ReplicasChanged,
      "{manager} set {workload} to {replicas} replicas while it was swapped. It is put to sleep again; that is what it'll have after the session."),
  MarkRepaired(Reason.MarkRepaired,
      "Annotation devsession.dev/original of {workload} was removed or spoilt; it is written again."),
  GivingUp(Reason.GivenUp, "{manager} goes on resetting the replicas, so the original comes back. Next try at {time}."),
  GivenUp(Reason.GivenUp, "{manager} goes on resetting the replicas, so the original runs. Next try at {time}."),
  ResetByOthers(Reason.ResetByOthers,
      "The replicas were reset {count} times while swapped, last by {manager} at {time}. {rule to add}"),
  Undisturbed(Reason.Undisturbed, "Nobody resets the replicas any more."),
  IdleAtZero(Reason.IdleAtZero,
      "HorizontalPodAutoscaler {names} does nothing while replicas are zero, and goes on after the session."),
  ScaledObjectPaused(Reason.ScaledObjectPaused,
      "ScaledObject {names} is paused by its annotation until the session ends."),
  NoAutoscaler(Reason.NoAutoscaler, "Nothing scales {workload}."),
  BudgetCountsProxy(Reason.BudgetCountsProxy,
      "PodDisruptionBudget {names} keeps the one proxy pod from being evicted, so a drain of its node waits. Delete the pod by hand: its successor takes over without a gap."),
  OriginalWaking(Reason.OriginalStarting, "{workload} is being woken."),
  OriginalStarting(Reason.OriginalStarting, "{workload} is coming back: {available} of {replicas} replicas available."),
  ProxyRemoved(Reason.OriginalStarting, "The proxy is being removed."),
  Restored(Reason.Restored, "The original is as it was."),
  Queued(Reason.Queued,
      "{service} is held by session {session} since {time}, until {time} at the latest; {session} is {place}."),
  AgentConnected(Reason.AgentConnected, "A machine is connected through {pod}."),
  GatewayStarting(Reason.GatewayStarting, "The gateway is starting."),
  GatewayFailing(Reason.GatewayFailing, "The gateway can't start: {cause}"),
  GatewayNameTaken(Reason.GatewayFailing,
      "{kind} {name} exists and isn't this session's. Delete it, or create it under another name."),
  NobodyConnected(Reason.Disconnected,
      "No machine has been connected since {time}, so the originals run. Connect one: devsession connect {session} -n {namespace}"),
  AwayForNow(Reason.Disconnected,
      "The machine is away since {time}; the originals come back at {time} unless it returns before."),
  AwayOnHold(Reason.Disconnected,
      "The machine is away since {time}; callers are refused until it returns, for disconnect.action is Hold."),
  Pending(Reason.Pending, "The operator has yet to look at it."),
  ReconcileFailed(Reason.ReconcileFailed,
      "An unexpected error stopped the operator: {error}. It tries again at least once a minute. If the error stays, look at the operator's log."),
  Suspended(Reason.Suspended, "spec.suspend is true; set it to false to swap again."),
  Expired(Reason.Expired, "ttlSeconds were over at {time}; raise spec.ttlSeconds to go on.");

  private static final Pattern BLANK = Pattern.compile("\\{[^}]+}");
  private final Reason reason;
  private final String text;

  Message(Reason reason, String text) {
    this.reason = reason;
    this.text = text;
  }

  public Reason reason() {
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
  public Statement with(Object... values) {
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
    return new Statement(reason, blanks.appendTail(filled).toString());
  }
}
