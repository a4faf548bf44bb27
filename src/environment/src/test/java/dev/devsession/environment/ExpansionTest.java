package dev.devsession.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** {@code $(NAME)} in values, by the kubelet's rules. */
class ExpansionTest {
  private static final Map<String, String> SET = Map.of("A", "1", "B", "$(A)", "EMPTY", "", "a.b-c", "dotted", "$x",
      "odd");

  /** A part of a value with what it becomes. */
  private record Part(String written, String becomes) {}

  @Property(tries = 2000)
  void eachPartBecomesWhatTheRulesSayWhateverStandsNextToIt(@ForAll("parts") List<Part> parts,
      @ForAll("ends") String end) {
    var written = parts.stream().map(Part::written).collect(Collectors.joining());

    var expanded = expand(written + end);

    assertThat(expanded).isEqualTo(parts.stream().map(Part::becomes).collect(Collectors.joining()) + end);
  }

  @Property
  void textWithoutADollarSignIsLeftAlone(@ForAll String text) {
    assertThat(expand(text.replace("$", ""))).isEqualTo(text.replace("$", ""));
  }

  @Property
  void doublingAllDollarSignsProtectsAnyText(@ForAll("nearReferences") String text) {
    assertThat(expand(text.replace("$", "$$"))).isEqualTo(text);
  }

  @Provide
  Arbitrary<List<Part>> parts() {
    var text = Arbitraries.strings().withChars(" abcé)(}{\n\"'\\/:").ofMinLength(1).ofMaxLength(4)
        .filter(t -> !t.startsWith("(")).map(t -> new Part(t, t));
    var known = Arbitraries.of(SET.keySet()).map(n -> new Part("$(" + n + ")", SET.get(n)));
    var unknown = Arbitraries.of("Z", "", " A", "A$(B").map(n -> new Part("$(" + n + ")", "$(" + n + ")"));
    var escaped = Arbitraries.just(new Part("$$", "$"));
    var lone = Arbitraries.of("$x", "$ ", "$)", "${A}").map(t -> new Part(t, t));
    return Arbitraries.oneOf(List.of(text, known, unknown, escaped, lone)).list().ofMaxSize(8);
  }

  /** A reference that is never closed can only stand at the end. */
  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("", "$", "$(", "$(A", "$($(A");
  }

  @Provide
  Arbitrary<String> nearReferences() {
    return Arbitraries.strings().withChars("$()AB ").ofMaxLength(12);
  }

  private static String expand(String text) {
    return Expansion.expand(text, name -> SET.getOrDefault(name, Expansion.reference(name)));
  }
}
