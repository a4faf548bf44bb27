package dev.devsession.api.v1alpha1;

/** What a condition says: a reason for programs, and a message for people, made from a {@link ConditionMessage}. */
public record ReasonedMessage(ConditionReason reason, String message) {
  /** The same message about one Service of several, which it then names. */
  public ReasonedMessage of(String service) {
    return new ReasonedMessage(reason, service + ": " + message);
  }

  /** The same, with a sentence more. */
  public ReasonedMessage and(ReasonedMessage more) {
    return new ReasonedMessage(reason, message + " " + more.message());
  }
}
