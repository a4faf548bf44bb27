package dev.devsession.conformance;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RequestTest;
import dev.devsession.match.ValueTest;
import java.util.List;

/** A way to the servers. */
public enum Way {
  /** Without a proxy, to the original. */
  BARE("bare server", null),
  /** Through a session whose rule never hits: the original answers. */
  NEVER("rule never hits",
      new RequestTest.Header("x-devsession-conformance", new ValueTest.Exact("never"))),
  /** Through a session whose rule always hits: the machine answers. */
  ALWAYS("rule always hits",
      new RequestTest.Not(List.of(new RequestTest.Header("x-devsession-conformance", new ValueTest.Exact("never"))))),
  /** Through a session that asks for the requests with {@code x-user: ada}. */
  MIXED("rule hits some", new RequestTest.Header("x-user", new ValueTest.Exact("ada")));

  final String text;
  private final RequestTest test;

  Way(String text, RequestTest test) {
    this.text = text;
    this.test = test;
  }

  /** Another session's rule. */
  static RequestRule user(String name) {
    return new RequestRule(List.of(new RequestTest.Header("x-user", new ValueTest.Exact(name))));
  }

  RequestRule rule() {
    return new RequestRule(List.of(test));
  }
}
