package dev.devsession.match;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Compiled {@link RequestTest}s. */
interface HeadMatcher {
  boolean matches(RequestHead head);

  /** @throws IllegalArgumentException saying what is wrong with an expression */
  static HeadMatcher of(RequestTest test) {
    return switch (test) {
      case RequestTest.Baggage(var key, var value) -> {
        var matcher = new ValueMatcher(value);
        yield anyField("baggage", line -> ListItems.hasMember(line, key, matcher));
      }
      case RequestTest.Cookie(var name, var value) -> {
        var matcher = new ValueMatcher(value);
        yield anyField("cookie", line -> ListItems.hasCookie(line, name, matcher));
      }
      case RequestTest.Header(var name, var value) -> {
        var matcher = new ValueMatcher(value);
        yield anyField(name.toLowerCase(Locale.ROOT),
            line -> matcher.matches(line, 0, line.length(), TextCoding.PLAIN));
      }
      case RequestTest.Query(var name, var value) -> {
        var nameMatcher = new ValueMatcher(new ValueTest.Exact(name));
        var matcher = new ValueMatcher(value);
        yield head -> RequestTarget.hasPath(head.target())
            && ListItems.hasParameter(head.target(), RequestTarget.queryStart(head.target()), nameMatcher, matcher);
      }
      case RequestTest.Path(var value) -> {
        var matcher = new ValueMatcher(value);
        yield head -> RequestTarget.hasPath(head.target()) && RequestTarget.pathMatches(head.target(), matcher);
      }
      case RequestTest.Method(var methods) -> head -> methods.contains(head.method());
      case RequestTest.ServerName _ -> head -> false;
      case RequestTest.Not(var tests) -> {
        var excluded = all(tests);
        yield head -> !excluded.matches(head);
      }
    };
  }

  /** All of the tests. */
  static HeadMatcher all(List<RequestTest> tests) {
    var matchers = tests.stream().map(HeadMatcher::of).toArray(HeadMatcher[]::new);
    return head -> {
      for (var matcher : matchers) {
        if (!matcher.matches(head)) {
          return false;
        }
      }
      return true;
    };
  }

  private static HeadMatcher anyField(String name, Predicate<String> test) {
    return head -> {
      var lines = head.headers(name);
      for (int i = 0; i < lines.size(); i++) {
        if (test.test(lines.get(i))) {
          return true;
        }
      }
      return false;
    };
  }
}
