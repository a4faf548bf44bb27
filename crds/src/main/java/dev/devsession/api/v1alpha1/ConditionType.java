package dev.devsession.api.v1alpha1;

import java.util.Optional;

/** Every condition, with when it is True. The API reference is generated from this list. */
public enum ConditionType {
  Ready("The operator accepted the spec, and the machine answers for all its Services.", null),
  Accepted("The operator found everything that the spec names.",
      "The operator found the Service and its workload, and can swap the Service."),
  Swapped("All Services of the spec are swapped.",
      "The machine answers for the Service, and no pod of the original does."),
  Connected("A machine is connected through the session's gateway. Present only with the transport Tunnel.", null),
  DriftFight(
      "Another controller keeps resetting the replicas of one of the session's workloads. "
          + "Present only once this has happened.",
      "Another controller keeps resetting the replicas of the workload. Present only once this has happened."),
  AutoscalerPaused(null,
      "An autoscaler of the workload is paused until the session ends. Present while the workload is scaled to zero."),
  PoliciesHold(null,
      "No NetworkPolicy selects pods of the original, which would not hold for the proxies. Present with modes that "
          + "share the Service."),
  DisruptionsAllowed(null,
      "No PodDisruptionBudget keeps the proxy pod from being evicted. Present only as False, where one does.");

  private final String ofSession;
  private final String ofSwap;

  ConditionType(String ofSession, String ofSwap) {
    this.ofSession = ofSession;
    this.ofSwap = ofSwap;
  }

  /** When it is True on a DevSession; empty if a DevSession has no such condition. */
  public Optional<String> trueOnSession() {
    return Optional.ofNullable(ofSession);
  }

  /** When it is True on a Swap; empty if a Swap has no such condition. */
  public Optional<String> trueOnSwap() {
    return Optional.ofNullable(ofSwap);
  }
}
