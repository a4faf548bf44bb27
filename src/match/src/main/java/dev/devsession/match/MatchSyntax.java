package dev.devsession.match;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rules as people write and read them:
 *
 * <pre>
 * baggage devsession=ada
 * header x-user=ada           header x-user=ad*        header x-user~a[dn]a        header x-user
 * cookie devsession=ada       query debug=1            (with the same forms of a value)
 * path /orders                path /api/*              path ~/v[0-9]+/.*
 * method GET,POST             sni orders.example.com   sni *.example.com
 * header x-user=ada and path /api/* and not method DELETE
 * </pre>
 *
 * <p>It says what a session's {@code match} can say, but for exact values that end in {@code *} and a {@code not} of
 * several parts.
 */
public final class MatchSyntax {
  private MatchSyntax() {}

  /** @throws IllegalArgumentException saying what is expected */
  public static RequestRule parse(String text) {
    return new MatchSyntaxParser(text).rule();
  }

  /** Reads like what {@link #parse} reads, and means the rule. */
  public static String write(RequestRule rule) {
    return join(rule.tests());
  }

  private static String join(List<RequestTest> tests) {
    return tests.stream().map(MatchSyntax::text).collect(Collectors.joining(" and "));
  }

  private static String text(RequestTest test) {
    return switch (test) {
      case RequestTest.Baggage(var key, var value) -> "baggage " + key + text(value);
      case RequestTest.Header(var name, var value) -> "header " + name + text(value);
      case RequestTest.Cookie(var name, var value) -> "cookie " + name + text(value);
      case RequestTest.Query(var name, var value) -> "query " + name + text(value);
      case RequestTest.Path(var value) -> "path " + path(value);
      case RequestTest.Method(var methods) -> "method " + String.join(",", methods);
      case RequestTest.ServerName(var name) -> "sni " + name;
      case RequestTest.Not(var tests) when tests.size() == 1 -> "not " + join(tests);
      case RequestTest.Not(var tests) -> "not (" + join(tests) + ")";
    };
  }

  private static String text(ValueTest value) {
    return switch (value) {
      case ValueTest.Exact(var exact) when exact.endsWith("*") -> "~" + Pattern.quote(exact);
      case ValueTest.Exact(var exact) -> "=" + exact;
      case ValueTest.Prefix(var prefix) -> "=" + prefix + "*";
      case ValueTest.Regex(var expression) -> "~" + expression;
      case ValueTest.Present() -> "";
    };
  }

  private static String path(ValueTest value) {
    var text = value instanceof ValueTest.Present ? "=/*" : text(value);
    return text.startsWith("=") ? text.substring(1) : text;
  }
}
