package dev.devsession.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each rule of {@link ExpansionTest} means for one text. */
class ExpansionExamplesTest {
  private static final Map<String, String> SET = Map.of("A", "1", "B", "$(A)", "EMPTY", "", "a.b-c", "dotted", "$x",
      "odd");

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "$(A) | 1", "$$(A) | $(A)", "$$$(A) | $1", "$$$$(A) | $$(A)", "$A | $A", "${A} | ${A}", "$(A | $(A",
      "$(A$(A) | $(A$(A)", "$($(A)) | $($(A))", "$() | $()", "$(NONE) | $(NONE)", "$(B) | $(A)", "x$ | x$", "$ | $",
      "$(a.b-c) | dotted", "$(EMPTY)! | !", "$($x) | odd", "$(A)) | 1)", "$( A) | $( A)", "$é$(A) | $é1"})
  void exampleBecomes(String written, String becomes) {
    assertThat(Expansion.expand(written, name -> SET.getOrDefault(name, Expansion.reference(name)))).isEqualTo(becomes);
  }
}
