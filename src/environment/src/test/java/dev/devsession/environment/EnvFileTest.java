package dev.devsession.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFileTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '%', value = {
      "X=a | a", "X= a b  | a b", "X=a#b | a#b", "X=a #b | a", "X= | %%", "X=#b | %%", "export X=a | a", "X = a | a",
      "X='a #b' # c | a #b", "%X=\"a\\nb\\\"\\$\\\\\"% | %a\nb\"$\\%", "%X='a\nb'% | %a\nb%", "%X=\"a\nb\"% | %a\nb%",
      "X=$HOME | $HOME", "X=a=b | a=b", "%# X=b\n\n  X=a\r\n% | a", "%X=b\nX=a% | a", "X=a'b | a'b", "a.b-c=1 | -"})
  void aLineIsReadAsOtherReadersDo(String text, String value) {
    assertThat(EnvFile.parse(".env", text)).isEqualTo(value.equals("-")
        ? Map.of("a.b-c", "1")
        : Map.of("X", value));
  }

  @Test
  void emptyTextHasNoVariables() {
    assertThat(EnvFile.parse(".env", "\n# nothing\n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '%', value = {"%A=1\nB% | 2", "%A=1\n\nB='x% | 3", "%=x% | 1",
      "%A='x'y\n% | 1", "%A='1\n2'\nB C% | 3"})
  void aLineOfAnotherFormIsRefusedByItsNumber(String text, int line) {
    assertThatThrownBy(() -> EnvFile.parse(".env", text)).isInstanceOf(AgentException.class)
        .hasMessage(".env, line " + line + ": expected NAME=value, with matching quotes");
  }
}
