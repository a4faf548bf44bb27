package dev.devsession.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which variables a process on this machine gets, and with which paths. */
class SelectionTest {
  private static final List<Variable> ALL = Stream.of("PATH", "DB_HOST", "DB_PORT", "DOTNET_ROOT", "JAVA_TOOL_OPTIONS")
      .map(n -> Variable.known(n, "x", new Origin.Literal())).toList();

  @Test
  void whatDescribesTheContainersSystemIsLeftOutAndNamed() {
    var selected = VariableSelection.DEFAULT.of(ALL);

    assertThat(selected.variables()).extracting(Variable::name).containsExactly("DB_HOST", "DB_PORT");
    assertThat(selected.leftOut()).containsExactly("PATH", "DOTNET_ROOT", "JAVA_TOOL_OPTIONS");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      "DB_* | - | DB_HOST DB_PORT | -", "* | DB_P?RT | DB_HOST | PATH DOTNET_ROOT JAVA_TOOL_OPTIONS",
      "PATH | - | PATH | -", "P* | - | - | PATH", "- | *T* | - | -", "db_* | - | - | -", "DB.* | - | - | -"})
  void onlyAndExceptAreGlobsAndANameThatIsTypedOutIsLetIn(String only, String except, String kept, String leftOut) {
    var selected = new VariableSelection(patterns(only), patterns(except)).of(ALL);

    assertThat(selected.variables()).extracting(Variable::name).containsExactlyElementsOf(words(kept));
    assertThat(selected.leftOut()).containsExactlyElementsOf(words(leftOut));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "/etc/tls | /r/etc/tls", "/etc/tls/tls.crt | /r/etc/tls/tls.crt", "/etc/tls2 | /etc/tls2",
      "/etc/tls/deep/x | /s/deep/x", "/etc | /etc", "see /etc/tls | see /etc/tls", "/data/ | /r/data/",
      "/data/x:/y | /r/data/x:/y"})
  void aPathOfAMountBecomesTheOneHere(String value, String local) {
    var mapping = new MountMapping(java.util.Map.of("/etc/tls", "/r/etc/tls", "/etc/tls/deep", "/s/deep", "/data/",
        "/r/data/"));

    var mapped = mapping.map(Variable.known("X", value, new Origin.Literal()));

    assertThat(mapped.value()).contains(local);
    assertThat(mapped.mappedFrom().isPresent()).isEqualTo(!value.equals(local));
  }

  @Test
  void filesLieUnderOneFolderAtTheirPaths() {
    assertThat(MountMapping.under("/run/ada", List.of("/etc/tls"))
        .map(Variable.known("X", "/etc/tls/a", new Origin.Literal()))).satisfies(v -> {
          assertThat(v.value()).contains("/run/ada/etc/tls/a");
          assertThat(v.mappedFrom()).contains("/etc/tls/a");
        });
  }

  private static List<NamePattern> patterns(String words) {
    return words(words).stream().map(NamePattern::of).toList();
  }

  private static List<String> words(String words) {
    return words == null ? List.of() : List.of(words.split(" "));
  }
}
