package dev.devsession.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleRequestTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"baggage devsession=ada | GET / {baggage=[devsession=ada]}",
      "header X-User=ad* and cookie a=b | GET / {X-User=[ad], cookie=[a=b]}",
      "path /api/* and method PUT,POST and query debug | PUT /api/?debug=1 {}", "path /a b/ö | GET /a%20b/%C3%B6 {}",
      "path ~/orders | GET /orders {}", "header a=1 and not header b=1 | GET / {a=[1]}"})
  void exampleHasWhatTheRuleAsksFor(String rule, String expected) {
    var request = ExampleRequest.of(MatchSyntax.parse(rule)).orElseThrow();
    assertThat(request.method() + " " + request.target() + " " + request.headers()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"header x~a+", "path ~/v[0-9]", "method GET and not method GET", "header x=ö"})
  void ruleWithoutEasyExampleHasNone(String rule) {
    assertThat(ExampleRequest.of(MatchSyntax.parse(rule))).isEmpty();
  }

  @Property
  void exampleMatches(@ForAll(supplier = AnyRule.class) RequestRule rule) {
    ExampleRequest.of(rule)
        .ifPresent(request -> assertThat(RuleSet.of(List.of(rule)).matches(request)).isTrue());
  }
}
