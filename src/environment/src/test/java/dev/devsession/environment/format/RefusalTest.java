package dev.devsession.environment.format;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a format can't hold is refused; what is usual isn't. */
class RefusalTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '%', value = {
      "docker | X | %a\nb% | has several lines", "docker | #X | a | has a name",
      "posix | a.b-c | x | has a name that no shell can export", "posix | 1X | x | has a name that no shell can export",
      "posix | UID | 7 | is a shell's own variable", "fish | a.b-c | x | has a name that no shell can export",
      "fish | status | x | is a shell's own variable", "powershell | X | %% | is empty",
      "powershell | a:b | x | has a name", "dotenv | X | %a\r\nb% | has a carriage return",
      "dotenv | X | ${HOME} | has ${", "dotenv | X | %it's \"so\"% | has quotes together",
      "dotenv | a b | x | has a name",
      "vscode | X | ${env:HOME} | has ${", "idea | X | $USER_HOME$/x | has $NAME$", "idea | X | %\b% | has control",
      "compose | $X | x | has a dollar sign in its name"})
  void isRefusedWithItsNameAndTheReason(EnvironmentFormat format, String name, String value, String why) {
    assertThatThrownBy(() -> format.render(Map.of(name, value)))
        .isInstanceOfSatisfying(AgentException.class,
            e -> org.assertj.core.api.Assertions.assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
        .hasMessageContaining("the format " + format + " can't hold all variables: " + name + " " + why);
  }

  @ParameterizedTest
  @EnumSource
  void ordinaryValuesAreNot(EnvironmentFormat format) {
    assertThatCode(() -> format.render(Map.of("DB_URL", "jdbc:postgresql://db:5432/x?a=b&c=d", "GREETING", "it's me",
        "PASSWORD", "p$ss w\"rd", "WINDOWS", "C:\\app\\x"))).doesNotThrowAnyException();
  }

  @Test
  void allThatIsRefusedIsNamedAtOnce() {
    assertThatThrownBy(() -> EnvironmentFormat.posix.render(new java.util.TreeMap<>(Map.of("a.b", "1", "c-d", "2"))))
        .hasMessageContaining("a.b has a name").hasMessageContaining("c-d has a name")
        .hasMessageEndingWith("--except a.b --except c-d");
  }
}
