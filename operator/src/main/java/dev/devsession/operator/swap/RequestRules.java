package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.BaggageMatch;
import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ExcludedMatch;
import dev.devsession.api.v1alpha1.MatchRule;
import dev.devsession.api.v1alpha1.PathMatch;
import dev.devsession.api.v1alpha1.ValueMatch;
import dev.devsession.match.MatchSyntax;
import dev.devsession.match.RequestRule;
import dev.devsession.match.RequestTest;
import dev.devsession.match.RuleProblems;
import dev.devsession.match.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rules of a claim, as the proxies read them. Pure. */
public final class RequestRules {
  private static final int LONGEST_IN_WORDS = 300;

  private RequestRules() {}

  /** A claim that names no rule takes the requests with the session's baggage member. */
  public static List<RequestRule> of(Claim claim) {
    return claim.match().isEmpty()
        ? List.of(RequestRule.ofSession(claim.session()))
        : claim.match().stream().map(RequestRules::rule).toList();
  }

  /** Why the rules can't be used; empty: they can. */
  public static Optional<String> problem(Claim claim) {
    return RuleProblems.of(of(claim)).stream().findFirst();
  }

  /** The rules for a condition's message. */
  static String words(Claim claim) {
    var all = of(claim).stream().map(MatchSyntax::write).collect(Collectors.joining(" or "));
    return all.length() > LONGEST_IN_WORDS ? all.substring(0, LONGEST_IN_WORDS) + "…" : all;
  }

  private static RequestRule rule(MatchRule rule) {
    var tests = tests(rule.baggage(), rule.headers(), rule.cookie(), rule.query(), rule.path(), rule.methods());
    if (rule.sni() != null) {
      tests.add(new RequestTest.ServerName(rule.sni()));
    }
    if (rule.not() != null) {
      tests.add(new RequestTest.Not(excluded(rule.not())));
    }
    return new RequestRule(tests);
  }

  private static List<RequestTest> excluded(ExcludedMatch not) {
    return tests(not.baggage(), not.headers(), not.cookie(), not.query(), not.path(), not.methods());
  }

  private static List<RequestTest> tests(BaggageMatch baggage, List<ValueMatch> headers, ValueMatch cookie,
      ValueMatch query, PathMatch path, List<String> methods) {
    var tests = new ArrayList<RequestTest>();
    if (baggage != null) {
      tests.add(new RequestTest.Baggage(baggage.key(), new ValueTest.Exact(baggage.value())));
    }
    headers.forEach(h -> tests.add(new RequestTest.Header(h.name(), value(h))));
    if (cookie != null) {
      tests.add(new RequestTest.Cookie(cookie.name(), value(cookie)));
    }
    if (query != null) {
      tests.add(new RequestTest.Query(query.name(), value(query)));
    }
    if (path != null) {
      tests.add(new RequestTest.Path(value(path.exact(), path.prefix(), path.regex())));
    }
    if (!methods.isEmpty()) {
      tests.add(new RequestTest.Method(methods));
    }
    return tests;
  }

  private static ValueTest value(ValueMatch match) {
    return value(match.exact(), match.prefix(), match.regex());
  }

  private static ValueTest value(String exact, String prefix, String regex) {
    if (exact != null) {
      return new ValueTest.Exact(exact);
    }
    if (prefix != null) {
      return new ValueTest.Prefix(prefix);
    }
    return regex != null ? new ValueTest.Regex(regex) : new ValueTest.Present();
  }
}
