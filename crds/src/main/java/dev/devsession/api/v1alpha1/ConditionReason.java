package dev.devsession.api.v1alpha1;

/** Every reason that a condition can give, with what it means. The API reference is made from this list. */
public enum ConditionReason {
  Accepted("Everything that the spec names was found."),
  ServiceNotFound("No such Service in the namespace."),
  ExternalNameService("The Service is an alias of a name outside the cluster; no pods stand behind it."),
  HeadlessService(
      "The Service has no ClusterIP: clients address its pods directly, so a proxy can't stand in for them."),
  ServiceWithoutSelector("The Service selects no pods; its endpoints are kept by somebody else."),
  WorkloadNotFound("No workload has pods that the Service selects, or workloadRef names none."),
  WorkloadKindUnknown("The operator serves no such kind of workload, or the API server knows none."),
  WorkloadAmbiguous("The Service selects pods of more than one workload."),
  WorkloadAsleep("The workload has zero replicas already, so there is nothing to replace."),
  WorkloadHeld("The workload is swapped already through another Service."),
  MarkUnreadable(
      "The annotation devsession.dev/original on the workload can't be read, so the operator leaves the workload "
          + "alone."),
  PortNotFound("A port of the spec or a named targetPort doesn't exist."),
  PortNotTcp("The port isn't TCP, which is all that can be carried."),
  PortsCollide("Two ports of the Service lead to one container port but should go to different ports of the machine."),
  ProxyNameTaken("An object with the name of the proxy exists and isn't the operator's."),
  HostNameUnresolved("The host name of the machine can't be looked up in the cluster."),
  NodePortOutOfRange("A port lies outside the API server's NodePort range."),
  NodePortTaken("A port is taken already as the NodePort of another Service."),
  Forbidden("The operator may not do what is needed in this namespace."),
  Swapped("The machine answers, and no pod of the original does."),
  ProxyStarting("The proxy isn't ready yet; the original still answers."),
  ProxyFailing("The proxy can't start; the original still answers."),
  RoutesChanging("The proxy is taking up new routes."),
  OriginalStopping("The proxy answers; pods of the original are still ending."),
  ReplicasChanged(
      "Somebody gave the sleeping workload replicas; it is put to sleep again, and has them after the session."),
  MarkRepaired(
      "Somebody removed or spoilt the annotation devsession.dev/original on the sleeping workload; it was written "
          + "again."),
  GivenUp(
      "Somebody else goes on resetting the replicas, so the original runs until the next try; DriftFight says who."),
  ResetByOthers("Somebody else goes on resetting the replicas of the workload."),
  Undisturbed("Nobody resets the replicas of the workload any more."),
  IdleAtZero("A HorizontalPodAutoscaler of the workload pauses by itself, as it does wherever replicas are zero."),
  ScaledObjectPaused("A KEDA ScaledObject of the workload is paused by its annotation until the session ends."),
  NoAutoscaler("No autoscaler scales the workload."),
  BudgetCountsProxy(
      "A PodDisruptionBudget counts the one proxy pod, which can't satisfy it: a node drain has to wait for the end "
          + "of the session."),
  OriginalStarting("The original is coming back; the proxy answers until it is available."),
  Restored("The original is back as it was."),
  AgentConnected("A machine is connected."),
  GatewayStarting("The gateway, which the machine connects to, isn't running yet."),
  GatewayFailing("The gateway can't start."),
  Disconnected("No machine is connected."),
  Queued("Another session holds the Service."),
  Pending("The operator has yet to look at it."),
  ReconcileFailed("An unexpected error stops the operator; it tries again by itself."),
  Suspended("The session is suspended; the originals run."),
  Expired("The session reached its ttlSeconds; the originals run.");

  private final String meaning;

  ConditionReason(String meaning) {
    this.meaning = meaning;
  }

  /** One sentence for the API reference. */
  public String meaning() {
    return meaning;
  }
}
