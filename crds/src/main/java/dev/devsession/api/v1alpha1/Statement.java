package dev.devsession.api.v1alpha1;

/** What a condition says: a reason for programs, and a message for people, made from a {@link Message}. */
public record Statement(Reason reason, String message) {
  /** The same, told of one Service of several. */
  public Statement of(String service) {
    return new Statement(reason, service + ": " + message);
  }

  /** The same, with a sentence more. */
  public Statement and(Statement more) {
    return new Statement(reason, message + " " + more.message());
  }
}
