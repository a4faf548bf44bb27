package dev.devsession.api.v1alpha1;

/** Every reason that a condition can give, with what it means. The API reference is generated from this list. */
public enum ConditionReason {
  Accepted("The operator found everything that the spec names."),
  ServiceNotFound("No such Service in the namespace."),
  ExternalNameService("The Service is an alias of a name outside the cluster and has no pods of its own."),
  HeadlessService(
      "The Service has no ClusterIP: clients connect to its pods directly, so a proxy can't replace them."),
  ServiceWithoutSelector("The Service has no selector, so Kubernetes doesn't know which workload belongs to it."),
  WorkloadNotFound("No workload has pods that the Service selects, or workloadRef names none."),
  WorkloadKindUnknown("The operator isn't configured for this kind of workload, or the API server doesn't know it."),
  WorkloadAmbiguous("The Service selects pods of more than one workload, and workloadRef names none of them."),
  WorkloadAsleep("The workload already has zero replicas, so there is nothing to replace."),
  WorkloadHeld("The workload is already swapped through another Service."),
  MarkUnreadable(
      "The annotation devsession.dev/original on the workload can't be read, so the operator leaves the workload "
          + "alone."),
  PortNotFound("A port of the spec or a named targetPort doesn't exist."),
  PortNotTcp("The port isn't TCP, and DevSession forwards only TCP."),
  PortsCollide("Two ports of the Service share a container port but should lead to different ports of the machine."),
  ProxyNameTaken("An object with the proxy's name already exists and doesn't belong to the operator."),
  HostNameUnresolved("The machine's host name doesn't resolve in the cluster."),
  NodePortOutOfRange("A port is outside the API server's NodePort range."),
  NodePortTaken("Another Service already uses a port as its NodePort."),
  Forbidden(
      "The API server refuses what the operator writes: the operator lacks a permission, or a quota, an admission "
          + "policy or a webhook refuses it."),
  ScaleDownRefused(
      "An admission policy or a webhook refused to scale the workload to zero when the proxy was ready; the original "
          + "runs until the next attempt."),
  Swapped("The machine answers, and no pod of the original does."),
  Intercepted("The machine answers the requests that match, the original all others."),
  Mirrored("The original answers; the machine gets copies of the requests that match."),
  SelectorSwitching("The Service is being switched to the proxies; callers may reach the original directly."),
  SelectorChanged(
      "A user or another controller set the selector of the shared Service. The operator sets it again, and restores "
          + "theirs when the session ends."),
  SelectorRefused("The API server refused to switch the Service to the proxies; the original answers."),
  NoProxyReady("No proxy is ready. After 10 s the operator gives the Service back to the original, and tries again."),
  MatchInvalid("A rule of match can't be used."),
  TlsSecretDiffers("An older session of the Service names another Secret."),
  TlsRequired("A port speaks TLS and the session names no key, so the proxies can't tell the port's requests apart."),
  NoNetworkPolicy("No NetworkPolicy selects pods of the original."),
  NetworkPolicySelectsOriginal(
      "A NetworkPolicy selects pods of the original: it doesn't hold for the proxies, or keeps them from it."),
  ProxyStarting("The proxy isn't ready yet; the original still answers."),
  ProxyFailing("The proxy can't start; the original still answers."),
  RoutesChanging("The proxy is loading new routes."),
  OriginalStopping("The proxy answers; pods of the original are still terminating."),
  ReplicasChanged(
      "A user or another controller gave the scaled-down workload replicas. The operator scales it to zero again, and "
          + "restores that number when the session ends."),
  MarkRepaired(
      "A user or another controller removed or corrupted the annotation devsession.dev/original of the scaled-down "
          + "workload; the operator rewrote it."),
  GivenUp(
      "Another controller keeps resetting the replicas, so the original runs until the next attempt; DriftFight names "
          + "that controller."),
  ResetByOthers("Another controller keeps resetting the replicas of the workload."),
  Undisturbed("No other controller resets the replicas of the workload any more."),
  IdleAtZero("A HorizontalPodAutoscaler of the workload is idle, as Kubernetes makes it while replicas are zero."),
  ScaledObjectPaused("The operator paused a KEDA ScaledObject of the workload until the session ends."),
  NoAutoscaler("No autoscaler scales the workload."),
  BudgetCountsProxy(
      "A PodDisruptionBudget counts the only proxy pod, which can't satisfy it: a node drain waits until the session "
          + "ends or the pod is deleted by hand."),
  OriginalStarting("The original is starting again; the proxy answers until it is available."),
  ProxyDraining("The original answers again; the machine still serves connections that came before."),
  Restored("The original workload is restored."),
  AgentConnected("A machine is connected."),
  GatewayStarting("The gateway that the machine connects to isn't running yet."),
  GatewayFailing("The gateway can't start."),
  Disconnected("No machine is connected."),
  Queued("Another session holds the Service."),
  Pending("The operator hasn't processed it yet."),
  ReconcileFailed("An unexpected error stopped the operator; it retries automatically."),
  Ending("The session is being deleted; the operator restores the originals."),
  Suspended("The session is suspended; the originals run."),
  Expired("The session reached its ttlSeconds; the originals run.");

  private final String meaning;

  ConditionReason(String meaning) {
    this.meaning = meaning;
  }

  /** Whether it says that a session has what it asked for. */
  public boolean isServed() {
    return this == Swapped || this == Intercepted || this == Mirrored;
  }

  /** Whether a word of a status names a reason that says so. */
  public static boolean isServed(String name) {
    return Swapped.name().equals(name) || Intercepted.name().equals(name) || Mirrored.name().equals(name);
  }

  /** One sentence for the API reference. */
  public String meaning() {
    return meaning;
  }
}
