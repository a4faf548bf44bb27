package dev.devsession.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLineTest {
  @Test
  void ruleIsWrittenAsOneLine() {
    var rule = new RequestRule(List.of(
        new RequestTest.Baggage("devsession", new ValueTest.Exact("ada")),
        new RequestTest.Header("x-user", new ValueTest.Regex("a.*")),
        new RequestTest.Path(new ValueTest.Prefix("/ö")),
        new RequestTest.Method(List.of("GET", "POST")),
        new RequestTest.Not(List.of(new RequestTest.Cookie("c", new ValueTest.Present()),
            new RequestTest.Query("a b", new ValueTest.Exact(""))))));

    assertThat(RuleLine.write(rule)).isEqualTo("baggage devsession =ada & header x-user ~a.%2A & path ^/%C3%B6"
        + " & method GET,POST & not ( cookie c * & query a%20b = )");
  }

  @Property
  void writtenRuleIsReadAsItWas(@ForAll(supplier = AnyRule.class) RequestRule rule) {
    var line = RuleLine.write(rule);

    assertThat(line).matches("[ -~]+");
    assertThat(RuleLine.parse(line)).isEqualTo(rule);
  }

  @Property
  void anyLineIsReadOrRefused(@ForAll String line) {
    var thrown = catchThrowable(() -> RuleLine.parse(line));
    assertThat(thrown == null || thrown instanceof IllegalArgumentException).as("%s", thrown).isTrue();
  }

  @Property
  void brokenLineIsReadOrRefused(@ForAll(supplier = AnyRule.class) RequestRule rule, @ForAll char c,
      @ForAll int seed) {
    var line = new StringBuilder(RuleLine.write(rule));
    line.setCharAt(Math.floorMod(seed, line.length()), c);
    anyLineIsReadOrRefused(line.toString());
    anyLineIsReadOrRefused(line.substring(0, Math.floorMod(seed, line.length())));
  }

  @Test
  void nestingDoesNotExhaustTheStack() {
    assertThatThrownBy(() -> RuleLine.parse("not ( ".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "header x-user ada | a value with =, ^ or ~ before it, or *, in place of \"ada\"",
      "header x-user | a value at its end", "head x =1 | header",
      "header x =a header y =b | \"&\" in place of \"header\"", "header x =a,b | \",\" percent-encoded",
      "not ( header x =1 | ) at its end", "not header | \"(\" in place of", "method GET, | a name in place of nothing"})
  void refusalSaysWhatIsExpected(String line, String expected) {
    assertThatThrownBy(() -> RuleLine.parse(line)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the rule \"" + line + "\" should have ").hasMessageContaining(expected);
  }
}
