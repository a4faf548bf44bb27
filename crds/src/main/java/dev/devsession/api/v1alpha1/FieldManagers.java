package dev.devsession.api.v1alpha1;

/** Under which names the parts of DevSession write, as {@code managedFields} shows. */
public final class FieldManagers {
  /** The operator, for its own objects. */
  public static final String OPERATOR = "devsession-operator";
  /** Operator and agent, for users' workloads and autoscalers: all that a restore undoes. */
  public static final String SWAP = "devsession-swap";
  /** The agent, for DevSessions. */
  public static final String AGENT = "devsession";

  private FieldManagers() {}
}
