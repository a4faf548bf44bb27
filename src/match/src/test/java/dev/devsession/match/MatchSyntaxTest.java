package dev.devsession.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchSyntaxTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"baggage devsession=ada | baggage devsession =ada",
      "header x-user=ada | header x-user =ada", "header x-user=ada* | header x-user ^ada",
      "header x-user~a.a | header x-user ~a.a", "header x-user | header x-user *", "header x-user= | header x-user =",
      "header x=a=b~c | header x =a%3Db%7Ec", "cookie devsession=ada | cookie devsession =ada",
      "query debug=1 | query debug =1", "path /orders | path =/orders", "path /api/* | path ^/api/",
      "path ~/v[0-9]+ | path ~/v%5B0-9%5D%2B", "method GET,POST | method GET,POST", "method GET, PUT | method GET,PUT",
      "header x-user=ada and path /api/* | header x-user =ada & path ^/api/",
      "path /a and not header x=b and header y=c | path =/a & not ( header x =b ) & header y =c",
      "header x=rock and roll | header x =rock%20and%20roll", "not method PUT | not ( method PUT )",
      "sni orders.shop.example | sni orders.shop.example", "sni *.shop | sni %2A.shop"})
  void ruleIsReadAsPeopleWriteIt(String text, String line) {
    assertThat(MatchSyntax.parse(text)).isEqualTo(RuleLine.parse(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"baggage devsession=ada", "sni *.shop.example", "header x-user=ada*", "header x-user",
      "path /api/*", "path ~/v.",
      "header a=1 and cookie b~x and query c and path /d and method GET,PUT and not header e=f"})
  void ruleIsWrittenAsItIsRead(String text) {
    assertThat(MatchSyntax.write(MatchSyntax.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"heder x=1 | \"heder x=1\" is none of: baggage KEY=VALUE", " | is none of",
      "header | a name is missing", "header =ada | a name is missing", "header x user=ada | \"x user\" is no name",
      "header x-user: ada | \"x-user: ada\" is no name", "baggage devsession | whole value",
      "baggage devsession=a* | whole value", "path api | begins with /",
      "sni a.shop and path /a | sni: must be the only part of its rule", "sni a*.shop | is no name of a server",
      "sni | is no name of a server", "not sni a.shop | can't exclude an sni", "method | is no name",
      "method GET,,PUT | no name",
      "path /a and path /b | at most one of each kind", "not not path /a | is none of",
      "header x~a( | header x: the expression \"a(\" is not in RE2 syntax", "header x~(?=a) | is not in RE2 syntax",
      "header x~(a{100}){10} | is too large"})
  void refusalSaysWhatIsExpected(String text, String expected) {
    var rule = Optional.ofNullable(text).orElse("");
    assertThatThrownBy(() -> MatchSyntax.parse(rule)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the rule \"" + rule + "\": ").hasMessageContaining(expected);
  }

  @Test
  void exactValueThatEndsInAStarIsWrittenAsAnExpression() {
    var rule = new RequestRule(List.of(new RequestTest.Header("x", new ValueTest.Exact("a.*"))));
    assertThat(MatchSyntax.write(rule)).isEqualTo("header x~a\\.\\*");
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    readOrRefused(text);
    readOrRefused("header " + text);
    readOrRefused("path ~" + text);
    readOrRefused("header a~b and " + text);
  }

  @Property
  void anyRuleIsWritten(@ForAll(supplier = AnyRule.class) RequestRule rule) {
    readOrRefused(MatchSyntax.write(rule));
  }

  /** What is read means the same when it is written and read again. */
  private static void readOrRefused(String text) {
    try {
      var rule = MatchSyntax.parse(text);
      assertThat(Overlap.between(List.of(MatchSyntax.parse(MatchSyntax.write(rule))), List.of(rule)))
          .isEqualTo(Overlap.ALL);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("the rule \"");
    }
  }
}
