package dev.devsession.match;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A rule as one line of printable ASCII, as in a proxy's routes file:
 *
 * <pre>
 * baggage devsession =ada
 * sni orders.example.com
 * header x-user ~a.%2A &amp; method GET,POST &amp; path ^/api &amp; not ( cookie debug * &amp; query v =1 )
 * </pre>
 *
 * <p>One space separates tokens. A value is {@code =exact}, {@code ^prefix}, {@code ~expression} or, for any,
 * {@code *}. In names and values, bytes of UTF-8 other than letters, digits and {@code -._/:} are percent-encoded.
 */
public final class RuleLine {
  private RuleLine() {}

  /** @param rule has none of {@link RuleProblems} */
  public static String write(RequestRule rule) {
    return join(rule.tests());
  }

  /**
   * The rule that {@link #write} wrote. Time: linear in the line.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  public static RequestRule parse(String line) {
    return new RuleLineParser(line).rule();
  }

  private static String join(List<RequestTest> tests) {
    return tests.stream().map(RuleLine::text).collect(Collectors.joining(" & "));
  }

  private static String text(RequestTest test) {
    return switch (test) {
      case RequestTest.Baggage(var key, var value) -> "baggage " + encode(key) + " " + text(value);
      case RequestTest.Header(var name, var value) -> "header " + encode(name) + " " + text(value);
      case RequestTest.Cookie(var name, var value) -> "cookie " + encode(name) + " " + text(value);
      case RequestTest.Query(var name, var value) -> "query " + encode(name) + " " + text(value);
      case RequestTest.Path(var value) -> "path " + text(value);
      case RequestTest.Method(var methods) ->
        "method " + methods.stream().map(RuleLine::encode).collect(Collectors.joining(","));
      case RequestTest.ServerName(var name) -> "sni " + encode(name);
      case RequestTest.Not(var tests) -> "not ( " + join(tests) + " )";
    };
  }

  private static String text(ValueTest value) {
    return switch (value) {
      case ValueTest.Exact(var exact) -> "=" + encode(exact);
      case ValueTest.Prefix(var prefix) -> "^" + encode(prefix);
      case ValueTest.Regex(var expression) -> "~" + encode(expression);
      case ValueTest.Present() -> "*";
    };
  }

  private static String encode(String text) {
    var encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (RuleLineParser.isPlain((char) b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(String.format("%02X", b));
      }
    }
    return encoded.toString();
  }
}
