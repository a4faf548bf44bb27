package dev.devsession.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleProblemsTest {
  @Test
  void usableRulesHaveNone() {
    assertThat(RuleProblems.of(List.of(RequestRule.ofSession("ada"), RuleLine.parse("path ~/a.%2A")))).isEmpty();
  }

  @Test
  void eachProblemNamesItsRuleAndPlace() {
    var rules = List.of(RequestRule.ofSession("ada"), new RequestRule(List.of()),
        new RequestRule(List.of(new RequestTest.Header("x-user", new ValueTest.Regex("[")),
            new RequestTest.Not(List.of(new RequestTest.Path(new ValueTest.Regex("a{2000}")))))),
        new RequestRule(List.of(new RequestTest.Not(List.of()), new RequestTest.Method(List.of()),
            new RequestTest.Cookie("", new ValueTest.Present()))));

    assertThat(RuleProblems.of(rules)).containsExactly(
        "rule 2: is empty and would match every request; give it a part, such as a header",
        "rule 3: header x-user: the expression \"[\" is not in RE2 syntax: missing closing ]",
        "rule 3: path: the expression \"a{2000}\" is not in RE2 syntax: invalid repeat count",
        "rule 4: not: excludes nothing; give it a part, such as a header", "rule 4: method: names none",
        "rule 4: cookie: has no name");
  }

  @Test
  void expressionIsBoundedInLengthAndProgram() {
    assertThat(problem("a".repeat(1025))).contains("at most 1024 characters, this one has 1025");
    assertThat(problem("(a{100}){10}")).contains("too large", "of 500 allowed");
  }

  /** re2j would compile the first one for ever. */
  @Test
  void expressionThatIgnoresCaseIsAscii() {
    assertThat(problem("(?i)[A-\uffee]")).contains("may have (?i) only with ASCII characters");
    assertThat(problem("a(?si:\\x{1c90})")).contains("may have (?i) only with ASCII characters");
    assertThat(RuleProblems.of(List.of(RuleLine.parse("path ~%28%3Fi%29/API/.%2A")))).isEmpty();
    assertThat(RuleProblems.of(List.of(RuleLine.parse("path ~/%C3%B6")))).isEmpty();
  }

  private static String problem(String expression) {
    return RuleProblems.of(List.of(new RequestRule(List.of(new RequestTest.Path(new ValueTest.Regex(expression))))))
        .getFirst();
  }
}
