package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.agent.session.SharedTraffic;
import dev.devsession.console.TerminalLine;
import dev.devsession.match.MatchSyntax;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TryItTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "baggage devsession=ada | curl -H 'baggage: devsession=ada' http://orders.shop/",
      "header x-user=O'Neill | curl -H 'x-user: O'\\''Neill' http://orders.shop/",
      "header x-user= | curl -H 'x-user;' http://orders.shop/",
      "path /api/* and method PUT | curl -X 'PUT' http://orders.shop/api/",
      "query debug=1 | curl 'http://orders.shop/?debug=1'", "method HEAD | curl -I http://orders.shop/"})
  void curlLineHasWhatTheRuleAsksFor(String rule, String curl) {
    assertThat(lines(rule)).containsExactly("  try it          " + curl);
  }

  @Test
  void ruleOfACookieIsShownForTheBrowserToo() {
    assertThat(lines("header x~a+", "baggage devsession=ada", "cookie devsession=ada")).containsExactly(
        "  try it          curl -H 'baggage: devsession=ada' http://orders.shop/",
        "  in a browser    document.cookie = 'devsession=ada; path=/'");
  }

  /** A page load has no header of one's own. */
  @Test
  void cookieWithAHeaderIsNotForTheBrowser() {
    assertThat(lines("cookie devsession=ada and header x-user=ada")).hasSize(1);
  }

  @Test
  void expressionsAloneGiveNoLine() {
    assertThat(lines("path ~/v[0-9]+")).isEmpty();
  }

  private static List<String> lines(String... rules) {
    return TryIt.lines(new SharedTraffic(false, false, false, false, Stream.of(rules).map(MatchSyntax::parse).toList()),
        "http://orders.shop").stream().map(TerminalLine::toString).toList();
  }
}
