package dev.devsession.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"header x-user =ada | header X-User =ada",
      "header x-user =ada & path =/a | header x-user =ada", "header x-user =ada | header x-user ^ad",
      "header x-user ^ada | header x-user ^ad", "header x-user =ada | header x-user ~a.a",
      "header x-user ~a.a | header x-user ~a.a", "header x-user ^a | header x-user *", "method GET | method PUT,GET",
      "path =/api/x & method GET | path ^/api/", "cookie a =1 & query b =2 | query b =2 & cookie a =1",
      "not ( header a =1 ) | not ( header a =1 & header b =1 )", "baggage d =ada | baggage d *",
      "sni a.shop | sni A.shop", "sni a.shop | sni %2A.shop", "sni %2A.shop | sni %2A.shop"})
  void narrowerRuleLiesWithinTheWiderOne(String narrow, String wide) {
    assertThat(between(narrow, wide)).isEqualTo(Overlap.ALL);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"header x-user ^ad | header x-user =ada", "path ^/ | path ^/api",
      "header a =1 | header a =1 & header b =1",
      "not ( header a =1 & header b =1 ) | not ( header a =1 )"})
  void olderRuleWithinTheNewOneTakesSome(String newcomer, String older) {
    assertThat(between(newcomer, older)).isEqualTo(Overlap.SOME);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"baggage d =ada | baggage d =ben", "baggage d =ada | cookie d =ada",
      "header a =1 | header b =1", "path ^/a | path ^/b", "header x ~a.. | header x ~a.", "query a =1 | query A =1",
      "method GET | method get", "header x =ada | not ( header x =ben )", "header x ~a.b | header x =ada",
      "header x =ada | path =/ada",
      "sni a.shop | sni b.shop", "sni a.b.shop | sni %2A.shop", "sni a.shop | header host =a.shop"})
  void rulesThatShowNothingAreLeftAlone(String newcomer, String older) {
    assertThat(between(newcomer, older)).isEqualTo(Overlap.NOT_SHOWN);
  }

  @Test
  void oneOfSeveralRulesOverlapsInPart() {
    var newcomer = Stream.of("header a =1", "header b =1").map(RuleLine::parse).toList();
    var older = List.of(RuleLine.parse("header a =1"));
    assertThat(Overlap.between(newcomer, older)).isEqualTo(Overlap.SOME);
    assertThat(Overlap.between(older, newcomer)).isEqualTo(Overlap.ALL);
    assertThat(Overlap.between(List.of(), older)).isEqualTo(Overlap.NOT_SHOWN);
  }

  @Property
  void ruleLiesWithinItself(@ForAll(supplier = AnyRule.class) RequestRule rule) {
    assertThat(Overlap.between(List.of(rule), List.of(rule))).isEqualTo(Overlap.ALL);
  }

  /** Of rules and requests of few words, as many of them meet. */
  @Property(tries = 200)
  void whatIsShownHoldsForEveryRequest(@ForAll(supplier = FewWords.Rules.class) List<RequestRule> rules,
      @ForAll(supplier = FewWords.Requests.class) List<Head> heads) {
    int shown = 0;
    for (var narrow : rules) {
      for (var wide : rules) {
        if (Overlap.between(List.of(narrow), List.of(wide)) == Overlap.ALL) {
          shown++;
          assertThat(heads.stream().filter(RuleSet.of(List.of(narrow))::matches))
              .as("%s within %s", RuleLine.write(narrow), RuleLine.write(wide))
              .allMatch(RuleSet.of(List.of(wide))::matches);
        }
      }
    }
    assertThat(shown).isGreaterThanOrEqualTo(rules.size());
  }

  private static Overlap between(String newcomer, String older) {
    return Overlap.between(List.of(RuleLine.parse(newcomer)), List.of(RuleLine.parse(older)));
  }
}
