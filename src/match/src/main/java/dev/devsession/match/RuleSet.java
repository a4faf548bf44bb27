package dev.devsession.match;

import java.util.List;

/** Compiled rules, any of which a request may match. Immutable; matching takes time linear in the request's head. */
public final class RuleSet {
  private final List<RequestRule> rules;
  private final HeadMatcher[] matchers;

  private RuleSet(List<RequestRule> rules) {
    this.rules = List.copyOf(rules);
    this.matchers = rules.stream().map(rule -> HeadMatcher.all(rule.tests())).toArray(HeadMatcher[]::new);
  }

  /**
   * @param rules none: nothing matches
   * @throws IllegalArgumentException naming the first of {@link RuleProblems}, as an expression that isn't RE2
   */
  public static RuleSet of(List<RequestRule> rules) {
    var problems = RuleProblems.of(rules);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.getFirst());
    }
    return new RuleSet(rules);
  }

  public List<RequestRule> rules() {
    return rules;
  }

  /** Whether a rule asks for connections with TLS by the server's name. */
  public boolean asksForServerNames() {
    return rules.stream().anyMatch(rule -> rule.tests().getFirst() instanceof RequestTest.ServerName);
  }

  /** Whether a rule asks for connections with TLS to this server. */
  public boolean matchesServerName(String name) {
    return rules.stream()
        .anyMatch(rule -> rule.tests().getFirst() instanceof RequestTest.ServerName server && server.matches(name));
  }

  /** A CONNECT to a host and port never matches: what follows it isn't HTTP of this Service. */
  public boolean matches(RequestHead head) {
    if (matchers.length == 0 || head.method().equals("CONNECT") && !head.target().startsWith("/")) {
      return false;
    }
    for (var matcher : matchers) {
      if (matcher.matches(head)) {
        return true;
      }
    }
    return false;
  }
}
