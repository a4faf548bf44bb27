package dev.devsession.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Reads one line of the form that {@link RuleLine} describes. */
final class RuleLineParser {
  private final String line;
  private final Iterator<String> tokens;

  RuleLineParser(String line) {
    this.line = line;
    this.tokens = Arrays.asList(line.split(" ", -1)).iterator();
  }

  /** @throws IllegalArgumentException saying what is expected */
  RequestRule rule() {
    var tests = new ArrayList<RequestTest>();
    do {
      tests.add(test(next("a test"), true));
    } while (isFollowed());
    return new RequestRule(tests);
  }

  /** Letters, digits and a few more stand for themselves. */
  static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._/:".indexOf(c) >= 0;
  }

  private boolean isFollowed() {
    if (!tokens.hasNext()) {
      return false;
    }
    expect("&", tokens.next());
    return true;
  }

  private RequestTest test(String kind, boolean mayExclude) {
    return switch (kind) {
      case "baggage" -> new RequestTest.Baggage(name(), value());
      case "header" -> new RequestTest.Header(name(), value());
      case "cookie" -> new RequestTest.Cookie(name(), value());
      case "query" -> new RequestTest.Query(name(), value());
      case "path" -> new RequestTest.Path(value());
      case "method" -> new RequestTest.Method(methods());
      case "sni" -> new RequestTest.ServerName(name());
      case "not" -> {
        if (!mayExclude) {
          throw malformed("no \"not\" within another");
        }
        yield new RequestTest.Not(excluded());
      }
      default ->
        throw malformed("baggage, header, cookie, query, path, method, sni or not in place of \"" + kind + "\"");
    };
  }

  private List<RequestTest> excluded() {
    expect("(", next("("));
    var tests = new ArrayList<RequestTest>();
    String end;
    do {
      tests.add(test(next("a test"), false));
      end = next(")");
    } while (end.equals("&"));
    expect(")", end);
    return tests;
  }

  private List<String> methods() {
    return Arrays.stream(next("methods").split(",", -1)).map(this::name).toList();
  }

  private String name() {
    return name(next("a name"));
  }

  private String name(String token) {
    if (token.isEmpty()) {
      throw malformed("a name in place of nothing");
    }
    return decode(token);
  }

  private ValueTest value() {
    var token = next("a value");
    if (token.equals("*")) {
      return new ValueTest.Present();
    }
    var text = token.isEmpty() ? "" : decode(token.substring(1));
    return switch (token.isEmpty() ? ' ' : token.charAt(0)) {
      case '=' -> new ValueTest.Exact(text);
      case '^' -> new ValueTest.Prefix(text);
      case '~' -> new ValueTest.Regex(text);
      default -> throw malformed("a value with =, ^ or ~ before it, or *, in place of \"" + token + "\"");
    };
  }

  private String decode(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (!isPlain(token.charAt(i)) && token.charAt(i) != '%') {
        throw malformed("\"" + token.charAt(i) + "\" percent-encoded");
      }
    }
    return TextCoding.PERCENT.decode(token, 0, token.length());
  }

  private String next(String expected) {
    if (!tokens.hasNext()) {
      throw malformed(expected + " at its end");
    }
    return tokens.next();
  }

  private void expect(String expected, String token) {
    if (!token.equals(expected)) {
      throw malformed("\"" + expected + "\" in place of \"" + token + "\"");
    }
  }

  private IllegalArgumentException malformed(String expected) {
    return new IllegalArgumentException("the rule \"" + line + "\" should have " + expected);
  }
}
