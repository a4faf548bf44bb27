package dev.devsession.api.v1alpha1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every message that a condition can give, by its reason. Words in braces are placeholders, filled in in this order.
 * The API reference is generated from this list.
 */
public enum ConditionMessage {
  Accepted(ConditionReason.Accepted, "The operator found everything that the spec names."),
  PathsNotAllowed(ConditionReason.Accepted, "The operator found everything that the spec names. The chart's value "
      + "gateway.paths doesn't allow {paths} of transport.paths, so the session does without."),
  SwapAccepted(ConditionReason.Accepted, "The operator found the Service and its workload."),
  ServiceNotFound(ConditionReason.ServiceNotFound,
      "Service {service} doesn't exist in this namespace. Create it, or correct the name."),
  ExternalNameService(ConditionReason.ExternalNameService,
      "Service {service} is an alias of {name} and has no pods of its own. Name a Service that selects pods."),
  HeadlessService(ConditionReason.HeadlessService,
      "Service {service} is headless: clients connect to its pods directly, so a proxy can't replace them. Name a "
          + "Service with a ClusterIP that selects the same pods."),
  ServiceWithoutSelector(ConditionReason.ServiceWithoutSelector,
      "Service {service} has no selector, so no workload belongs to it. Name a Service that selects pods."),
  WorkloadRefNotSelected(ConditionReason.WorkloadNotFound,
      "No {workload} has pods that Service {service} selects ({selector}). Correct workloadRef, or leave it out."),
  NoWorkloadSelected(ConditionReason.WorkloadNotFound,
      "Service {service} selects {selector}, but no workload here has such pods. Correct the selector, or deploy the "
          + "workload."),
  WorkloadKindUnknown(ConditionReason.WorkloadKindUnknown,
      "The operator isn't configured for workloads of {apiVersion}/{kind}, or the API server has no such kind. Install "
          + "its CRD if it is missing, and add the kind to the chart's workloadKinds."),
  WorkloadKindNotServed(ConditionReason.WorkloadKindUnknown,
      "Service {service} selects ({selector}) pods of {owners}, but the operator serves only {kinds}. Add the kind to "
          + "the chart's workloadKinds."),
  PodsNotReplaceable(ConditionReason.WorkloadNotFound,
      "Service {service} selects ({selector}) pods of {owners}, which the operator can't scale to zero. Run the "
          + "program in a Deployment or a StatefulSet instead."),
  WorkloadAmbiguous(ConditionReason.WorkloadAmbiguous,
      "Service {service} selects ({selector}) pods of {workloads}, but only one workload can be replaced. Narrow the "
          + "selector, or name one workload in workloadRef: the pods of the others then keep answering their share."),
  WorkloadAtZero(ConditionReason.WorkloadAsleep,
      "{workload} already has zero replicas, so there is nothing to replace. Scale it up first: kubectl scale "
          + "{workload} --replicas=1"),
  WorkloadHeld(ConditionReason.WorkloadHeld,
      "{workload} is already swapped through Service {service} for another session. Wait for its end, or leave this "
          + "Service out."),
  MarkUnreadable(ConditionReason.MarkUnreadable,
      "Annotation devsession.dev/original of {workload} can't be read: {text}. Set its replicas to what they should "
          + "be and remove the annotation."),
  NoTcpPort(ConditionReason.PortNotTcp,
      "Service {service} has no TCP port, and DevSession forwards only TCP. Name a Service with a TCP port."),
  PortNotTcp(ConditionReason.PortNotTcp,
      "Port {port} of Service {service} is {protocol}, and DevSession forwards only TCP. Remove it from the spec."),
  PortNotFound(ConditionReason.PortNotFound,
      "Service {service} has no port {port}. It has: {ports}. Name one of these."),
  PortNameMissing(ConditionReason.PortNotFound,
      "Service {service} has several TCP ports: {ports}. Name the one to forward."),
  TargetPortNotFound(ConditionReason.PortNotFound,
      "targetPort {port} of Service {service} isn't a named container port of {workload}. Declare it in the workload's "
          + "pod template."),
  PortsCollide(ConditionReason.PortsCollide,
      "Two ports of Service {service} share container port {port}, so they can't lead to both {hostPort} and "
          + "{hostPort}. Give them the same hostPort."),
  ProxyNameTaken(ConditionReason.ProxyNameTaken,
      "{kind} {name} already exists and doesn't belong to this Swap. Delete it, or recreate it under another name."),
  HostNameUnresolved(ConditionReason.HostNameUnresolved,
      "hostAddress {host} doesn't resolve in the cluster. Use a name that pods can resolve (in Minikube: "
          + "host.minikube.internal) or an IP address of the machine."),
  NodePortOutOfRange(ConditionReason.NodePortOutOfRange,
      "Port {ports} of Service {service} is outside the API server's NodePort range {range}. Start the cluster with "
          + "a wider range (minikube start --extra-config=apiserver.service-node-port-range=1-65535), or set names.via "
          + "to Tunnel (needs transport.type Tunnel) or ClusterIP (needs a route from the machine)."),
  NodePortTaken(ConditionReason.NodePortTaken,
      "Port {ports} of Service {service} is already in use as a NodePort by {holder}. With names.via: NodePort, no two "
          + "Services of a cluster can have the same port: change one of them, or set names.via to Tunnel (needs "
          + "transport.type Tunnel) or ClusterIP (needs a route from the machine)."),
  NodePortServiceRefused(ConditionReason.Forbidden,
      "The API server refused the NodePort Service for Service {service}: {error}"),
  RightMissing(ConditionReason.Forbidden,
      "The operator may not {verb and resource} in namespace {namespace}. Install the chart with this namespace in "
          + "watchNamespaces, or leave watchNamespaces empty to cover all namespaces."),
  Refused(ConditionReason.Forbidden, "The API server refused: {error}"),
  ScaleDownForbidden(ConditionReason.Forbidden, "The API server refuses to scale {workload} to zero: {error}"),
  ScaleDownRefused(ConditionReason.ScaleDownRefused,
      "The API server refused to scale {workload} to zero, so the original runs. Next attempt: {time}. The API server "
          + "said: {error}"),
  PauseRefused(ConditionReason.ScaleDownRefused,
      "The API server refused to pause the autoscaler of {workload}, so the original runs. Next attempt: {time}. The "
          + "API server said: {error}"),
  Swapped(ConditionReason.Swapped, "{workload} is scaled to zero; the machine answers in its place."),
  Intercepted(ConditionReason.Intercepted,
      "The machine answers requests that match {rules}; the original answers all others."),
  InterceptedWhole(ConditionReason.Intercepted,
      "The machine answers all connections; the original answers while the machine is away."),
  Mirrored(ConditionReason.Mirrored,
      "The original answers; the machine gets copies of requests that match {rules}."),
  Shared(ConditionReason.Intercepted, "{count} sessions share it, the oldest first: {sessions}."),
  MatchOverlaps(ConditionReason.Intercepted,
      "Session {session} is older: requests that it asks for too go there."),
  MatchHidden(ConditionReason.Intercepted,
      "Session {session} is older and asks for all of these requests, so none comes here. Change match."),
  PodNamesOfProxies(ConditionReason.Intercepted,
      "The Service is headless: its name resolves to the proxies, and names of single pods don't resolve meanwhile."),
  SelectorSwitching(ConditionReason.SelectorSwitching, "The operator is switching the Service to the proxies."),
  TwinStarting(ConditionReason.ProxyStarting,
      "Service {service}, by which the proxies reach the original, has no ready endpoint yet."),
  SelectorChanged(ConditionReason.SelectorChanged,
      "{manager} set the selector of Service {service} while it was shared. The operator sets its own again, and "
          + "restores that selector when the session ends."),
  SelectorRepaired(ConditionReason.MarkRepaired,
      "Annotation devsession.dev/original of Service {service} was removed or corrupted; the operator rewrites it."),
  SelectorGivingUp(ConditionReason.GivenUp,
      "{manager} keeps changing spec.selector, so the operator is restoring it. Next attempt: {time}."),
  SelectorGivenUp(ConditionReason.GivenUp,
      "{manager} keeps changing spec.selector, so the original answers. Next attempt: {time}."),
  SelectorResetByOthers(ConditionReason.ResetByOthers,
      "The selector of the Service was reset {count} times while shared, last by {manager} at {time}. {rule to add}"),
  SelectorWithOthers(ConditionReason.Intercepted,
      "{manager} changed its selector during the session; when the session ends, the operator restores {selector}."),
  SelectorRefused(ConditionReason.SelectorRefused,
      "The API server refused to switch Service {service} to the proxies, so the original answers. Next attempt: "
          + "{time}. The API server said: {error}"),
  SelectorRestoring(ConditionReason.OriginalStarting, "The operator is restoring the selector of Service {service}."),
  EndpointsReturning(ConditionReason.OriginalStarting,
      "The selector is restored; callers may reach {pods} until the endpoints are those of the original again."),
  NoProxyReady(ConditionReason.NoProxyReady,
      "No proxy is ready: {cause}. Unless one is by {time}, the operator gives the Service back to the original."),
  SwitchedBack(ConditionReason.NoProxyReady,
      "No proxy was ready for 10 s, so the original answers everybody. The operator switches the Service again at "
          + "{time}, if a proxy is ready then."),
  PortNotShareable(ConditionReason.PortNotTcp,
      "Port {port} of Service {service} is {protocol}, which the proxies can't pass on, so the Service can't be "
          + "shared. Use mode Replace, or put the port into a Service of its own."),
  TlsRequired(ConditionReason.TlsRequired,
      "Port {port} of Service {service} speaks TLS ({sign}), and the proxies can't see its requests without its key. "
          + "Set tls.secretName to the Secret that has it, set traffic to All (mode Intercept), or name the other "
          + "ports in ports. If the port speaks no TLS, set its appProtocol to http."),
  TlsSecretDiffers(ConditionReason.TlsSecretDiffers,
      "The proxies of Service {service} use Secret {secret}, which the older session {session} names, and not "
          + "{secret}. Set tls.secretName to {secret}."),
  MatchInvalid(ConditionReason.MatchInvalid, "A rule of match for Service {service} can't be used: {problem}"),
  SelectorMarkUnreadable(ConditionReason.MarkUnreadable,
      "Annotation devsession.dev/original of Service {service} can't be read: {text}. Set its selector to what it "
          + "should be and remove the annotation."),
  NetworkPolicies(ConditionReason.NetworkPolicySelectsOriginal,
      "NetworkPolicy {names} selects pods of the original, but not the proxies in front of them, which have the label "
          + "devsession.dev/swap={swap}. Let it admit pods with this label, and add a policy for them that admits what "
          + "the original's admits."),
  NoNetworkPolicies(ConditionReason.NoNetworkPolicy, "No NetworkPolicy selects pods of the original."),
  OthersAnswer(ConditionReason.Swapped, "The Service also selects pods of {others}, which answer their share."),
  SharedProxy(ConditionReason.Swapped, "The proxy of Service {service} answers for both."),
  SharedProxyStarting(ConditionReason.ProxyStarting,
      "Service {service} of the same session has the same workload, so its proxy answers for both. It isn't ready "
          + "yet."),
  SharedPortsCollide(ConditionReason.PortsCollide,
      "Services {service} and {service} share container port {port} of {workload}, so they can't lead to both "
          + "{hostPort} and {hostPort}. Give them the same hostPort."),
  SiblingServices(ConditionReason.Swapped, "Services that select the same pods lead to the machine too: {services}."),
  PodNamesGone(ConditionReason.Swapped, "Names of single pods, such as {pod}, don't resolve meanwhile."),
  SwappedWithOtherReplicas(ConditionReason.Swapped,
      "{manager} changed its replicas during the session; when the session ends, the operator restores {replicas}."),
  AllSwapped(ConditionReason.Swapped, "{count} services run {where}."),
  ProxyStarting(ConditionReason.ProxyStarting, "The proxy isn't ready yet."),
  ProxyUnscheduled(ConditionReason.ProxyStarting, "The scheduler finds no node for the proxy yet: {cause}"),
  ProxyFailing(ConditionReason.ProxyFailing, "The proxy can't start: {cause}"),
  RoutesChanging(ConditionReason.RoutesChanging, "The proxy is loading new routes."),
  CheckingAutoscalers(ConditionReason.OriginalStopping,
      "The operator is checking for autoscalers and disruption budgets."),
  PodsEnding(ConditionReason.OriginalStopping, "The proxy answers; these pods are still terminating: {pods}."),
  ReplicasChanged(ConditionReason.ReplicasChanged,
      "{manager} set {workload} to {replicas} replicas while it was swapped. The operator scales it to zero again, and "
          + "restores that number when the session ends."),
  MarkRepaired(ConditionReason.MarkRepaired,
      "Annotation devsession.dev/original of {workload} was removed or corrupted; the operator rewrites it."),
  GivingUp(ConditionReason.GivenUp,
      "{manager} keeps changing spec.replicas, so the operator is restoring the original. Next attempt: {time}."),
  GivenUp(ConditionReason.GivenUp,
      "{manager} keeps changing spec.replicas, so the original runs. Next attempt: {time}."),
  ResetByOthers(ConditionReason.ResetByOthers,
      "The replicas were reset {count} times while swapped, last by {manager} at {time}. {rule to add}"),
  Undisturbed(ConditionReason.Undisturbed, "No other controller resets the replicas any more."),
  IdleAtZero(ConditionReason.IdleAtZero,
      "HorizontalPodAutoscaler {names} is idle while replicas are zero, and resumes when the session ends."),
  ScaledObjectPaused(ConditionReason.ScaledObjectPaused,
      "The operator paused ScaledObject {names} with an annotation until the session ends."),
  NoAutoscaler(ConditionReason.NoAutoscaler, "No autoscaler scales {workload}."),
  BudgetCountsProxy(ConditionReason.BudgetCountsProxy,
      "PodDisruptionBudget {names} prevents the eviction of the only proxy pod, so a drain of its node waits. Delete "
          + "the pod by hand: its replacement takes over without interruption."),
  OriginalScalingUp(ConditionReason.OriginalStarting, "The operator is scaling {workload} up again."),
  OriginalStarting(ConditionReason.OriginalStarting,
      "{workload} is starting: {ready} of {replicas} replicas are ready."),
  OriginalDelayed(ConditionReason.OriginalStarting,
      "{workload} is starting: {ready} of {replicas} replicas are ready. What delays it: {cause}"),
  ProxyRemoved(ConditionReason.OriginalStarting, "The operator is removing the proxy."),
  ProxyDraining(ConditionReason.ProxyDraining,
      "The original answers again; connections that came before are ending in {pods}."),
  Restored(ConditionReason.Restored, "The original workload is restored."),
  Queued(ConditionReason.Queued,
      "{service} is held by session {session} since {time}, until {time} at the latest; {session} is {place}."),
  AgentConnected(ConditionReason.AgentConnected, "A machine is connected through {pod}."),
  GatewayRestarted(ConditionReason.AgentConnected, "The gateway has restarted, last at {time}: {cause}."),
  GatewayStarting(ConditionReason.GatewayStarting, "The gateway is starting."),
  GatewayUnscheduled(ConditionReason.GatewayStarting, "The scheduler finds no node for the gateway yet: {cause}"),
  GatewayFailing(ConditionReason.GatewayFailing, "The gateway can't start: {cause}"),
  GatewayNameTaken(ConditionReason.GatewayFailing,
      "{kind} {name} already exists and doesn't belong to this session. Delete it, or recreate it under another name."),
  NoMachineConnected(ConditionReason.Disconnected,
      "No machine has been connected since {time}, so the originals run. Connect one: devsession connect {session} -n "
          + "{namespace}"),
  DisconnectedInGrace(ConditionReason.Disconnected,
      "The machine has been disconnected since {time}; unless it reconnects, the originals are restored at {time}."),
  DisconnectedOnHold(ConditionReason.Disconnected,
      "The machine has been disconnected since {time}; until it returns, connections to replaced Services are "
          + "refused, because disconnect.action is Hold."),
  Pending(ConditionReason.Pending, "The operator hasn't processed it yet."),
  ReconcileFailed(ConditionReason.ReconcileFailed,
      "An unexpected error stopped the operator: {error}. It retries at least once a minute. If the error persists, "
          + "check the operator's log."),
  Ending(ConditionReason.Ending, "The session is being deleted; the operator restores the originals."),
  Suspended(ConditionReason.Suspended, "spec.suspend is true; set it to false to swap again."),
  Expired(ConditionReason.Expired, "The session expired at {time}; raise spec.ttlSeconds to continue it.");

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
