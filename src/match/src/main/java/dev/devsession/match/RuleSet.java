package dev.devsession.match;

import java.util.List;

/** Compiled rules, any of which a request may match. */
public final class RuleSet {
  private final List<RequestRule> rules;

  private RuleSet(List<RequestRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** @throws IllegalArgumentException naming an expression that isn't RE2 */
  public static RuleSet of(List<RequestRule> rules) {
    return new RuleSet(rules);
  }

  public List<RequestRule> rules() {
    return rules;
  }

  public boolean matches(RequestHead head) {
    throw new UnsupportedOperationException("not built yet");
  }
}
