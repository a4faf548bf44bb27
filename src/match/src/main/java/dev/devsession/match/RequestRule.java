package dev.devsession.match;

import java.util.List;

/** A request matches it if it passes all tests. */
public record RequestRule(List<RequestTest> tests) {
  public RequestRule {
    tests = List.copyOf(tests);
  }

  /** The rule of a session that names none: the baggage member {@code devsession} with the session's name. */
  public static RequestRule ofSession(String session) {
    return new RequestRule(List.of(new RequestTest.Baggage("devsession", new ValueTest.Exact(session))));
  }
}
