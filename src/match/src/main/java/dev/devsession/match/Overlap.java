package dev.devsession.match;

import java.util.List;

/**
 * How much of what a session asks for surely goes to an older one, as far as the rules show it. Two rules of which
 * neither holds the other overlap too when a request has the parts of both; that isn't shown here, or any two would.
 */
public enum Overlap {
  /** Every request that the newcomer asks for: each of its rules holds a rule of the older session. */
  ALL,
  /** The requests of one rule, of either session, match a rule of the other. */
  SOME,
  /** The rules don't show any. */
  NOT_SHOWN;

  public static Overlap between(List<RequestRule> newcomer, List<RequestRule> older) {
    if (!newcomer.isEmpty() && newcomer.stream().allMatch(rule -> impliesAny(rule, older))) {
      return ALL;
    }
    boolean some = newcomer.stream().anyMatch(rule -> impliesAny(rule, older))
        || older.stream().anyMatch(rule -> impliesAny(rule, newcomer));
    return some ? SOME : NOT_SHOWN;
  }

  private static boolean impliesAny(RequestRule rule, List<RequestRule> others) {
    return others.stream().anyMatch(other -> implies(rule.tests(), other.tests()));
  }

  /** Whether a request that passes all of these tests passes all of the others. */
  private static boolean implies(List<RequestTest> tests, List<RequestTest> others) {
    return others.stream().allMatch(other -> tests.stream().anyMatch(test -> implies(test, other)));
  }

  private static boolean implies(RequestTest test, RequestTest other) {
    return switch (other) {
      case RequestTest.Baggage(var key, var value) -> test instanceof RequestTest.Baggage(var k, var v)
          && k.equals(key) && implies(v, value);
      case RequestTest.Header(var name, var value) -> test instanceof RequestTest.Header(var n, var v)
          && n.equalsIgnoreCase(name) && implies(v, value);
      case RequestTest.Cookie(var name, var value) -> test instanceof RequestTest.Cookie(var n, var v)
          && n.equals(name) && implies(v, value);
      case RequestTest.Query(var name, var value) -> test instanceof RequestTest.Query(var n, var v)
          && n.equals(name) && implies(v, value);
      case RequestTest.Path(var value) -> test instanceof RequestTest.Path(var v) && implies(v, value);
      case RequestTest.Method(var methods) -> test instanceof RequestTest.Method(var m) && methods.containsAll(m);
      case RequestTest.ServerName server -> test instanceof RequestTest.ServerName(var n)
          && (n.equalsIgnoreCase(server.name()) || server.matches(n));
      case RequestTest.Not(var tests) -> test instanceof RequestTest.Not(var t) && implies(tests, t);
    };
  }

  private static boolean implies(ValueTest test, ValueTest other) {
    return switch (other) {
      case ValueTest.Present() -> true;
      case ValueTest.Exact _ -> test.equals(other);
      case ValueTest.Prefix(var prefix) -> test instanceof ValueTest.Exact(var exact) && exact.startsWith(prefix)
          || test instanceof ValueTest.Prefix(var longer) && longer.startsWith(prefix);
      case ValueTest.Regex _ -> test.equals(other)
          || test instanceof ValueTest.Exact(var exact) && new ValueMatcher(other).matches(exact);
    };
  }
}
