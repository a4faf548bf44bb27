package dev.devsession.proxy.intercept;

import dev.devsession.proxy.routes.SessionRoute;

/** The header field that says who gave an answer. Only answers to requests of a session that asks for it have it. */
public final class AnsweredBy {
  /** In lower case, as HTTP/2 needs it. */
  public static final String NAME = "devsession-answered-by";

  private AnsweredBy() {}

  /**
   * The field's value, or null if the answer is to stay as it is.
   *
   * @param asking the session whose rules match the request; null: none
   * @param answering the session whose machine answers; null: the original does
   */
  public static String value(SessionRoute asking, SessionRoute answering) {
    if (asking == null || !asking.answerHeader()) {
      return null;
    }
    return answering == null
        ? "original (session " + asking.session() + " is away)"
        : "session " + answering.session();
  }
}
