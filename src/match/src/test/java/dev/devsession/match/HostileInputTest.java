package dev.devsession.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of anybody pass a proxy that all share. */
class HostileInputTest {
  private static final RuleSet ALL_KINDS = RuleSet.of(List.of("baggage k =v", "cookie k ~v%2B", "query k =v",
      "path ~/v%2B", "header baggage ~%28v%2A%29%2Aw", "not ( header cookie * & query k ^v & method GET )").stream()
      .map(RuleLine::parse).toList());

  @Property
  void anyRequestMatchesAnyRuleOrNot(@ForAll(supplier = AnyRule.class) RequestRule rule, @ForAll String method,
      @ForAll String target, @ForAll String value) {
    var set = RuleSet.of(List.of(rule));
    for (var prefix : List.of("", "/", "http://", "/?", "?")) {
      var head = new Head(method, prefix + target, List.of("baggage:" + value, "cookie:" + value, "a:" + value));
      assertThatCode(() -> set.matches(head)).doesNotThrowAnyException();
    }
  }

  @Property
  void anyExpressionIsCompiledOrRefused(@ForAll String expression) {
    for (var text : List.of(expression, "(" + expression + "){9}", "(?i)[" + expression + "]",
        "(?i)[A-" + expression)) {
      try {
        LinearRegex.compile(text);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).contains("expression");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "((a", "(?:", "[", "a{9}", "(a{30}){30}", "(?i)\\pL", "\\pL{99}", "a|", "(a*)*", "\\"})
  void repeatedExpressionIsCompiledOrRefusedInTime(String part) {
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
      for (int times = LinearRegex.MAX_LENGTH / part.length(); times > 0; times /= 4) {
        anyExpressionIsCompiledOrRefused(part.repeat(times));
      }
    });
  }

  /** Each would take minutes if time were the square of the length. */
  @ParameterizedTest
  @ValueSource(
      strings = {",", ";", "=", "k=", "k,", "k;", "k=;", "&", "k&", "k=&", " ", "\t", "\"", "%", "%2", "+", "v", "/",
          "?", ":"})
  void timeGrowsWithTheLengthOnly(String part) {
    var text = part.repeat(2_000_000 / part.length());
    var heads = List.of(new Head("PUT", "/?" + text, List.of()), new Head("PUT", "/" + text, List.of()),
        new Head("PUT", text, List.of()), new Head("PUT", "/", List.of("baggage:" + text, "cookie:" + text)));
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> heads.forEach(ALL_KINDS::matches));
  }

  /** The worst that limits allow of one expression and one value takes about 0.1 s. */
  @ParameterizedTest
  @ValueSource(strings = {"(.*)", "(a?)", "(?:a|b)*a?", ".{60}"})
  void timeOfAnExpressionIsBounded(String part) {
    int parts = 1;
    while (isAllowed(part.repeat(parts + 1) + "c")) {
      parts++;
    }
    var matcher = new ValueMatcher(new ValueTest.Regex(part.repeat(parts) + "c"));
    var value = "a".repeat(LinearRegex.MAX_VALUE);
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertThat(matcher.matches(value)).isFalse());
  }

  private static boolean isAllowed(String expression) {
    try {
      LinearRegex.compile(expression);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void longerValuesMatchNoExpression() {
    var set = RuleSet.of(List.of(RuleLine.parse("header x ~a%2A")));
    assertThat(set.matches(Head.get("/", "x: " + "a".repeat(LinearRegex.MAX_VALUE)))).isTrue();
    assertThat(set.matches(Head.get("/", "x: " + "a".repeat(LinearRegex.MAX_VALUE + 1)))).isFalse();
  }

  @Test
  void matchingAllocatesNothingWhereNothingIsEncoded() {
    var lines = List.of("a=1,b=2;p=1, devsession=adam");
    var head = new RequestHead() {
      @Override
      public String method() {
        return "GET";
      }

      @Override
      public String target() {
        return "/api/orders?debug=2&user=ben";
      }

      @Override
      public List<String> headers(String name) {
        return lines;
      }
    };
    var set = RuleSet.of(List.of("baggage devsession =ada", "header x-user ^ad", "cookie devsession =ada",
        "query debug =1", "path =/api/order & method GET,PUT", "path ^/api & not ( method GET )").stream()
        .map(RuleLine::parse).toList());
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    set.matches(head);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      shouldNotMatch(set.matches(head));
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void shouldNotMatch(boolean matches) {
    if (matches) {
      throw new AssertionError("matches");
    }
  }
}
