package dev.devsession.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the inputs below, {@code \e} is an escape character. */
class ControlCodesTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
      "clear and home|a\\e[2J\\e[Hb|ab",
      "window title|a\\e]0;rm -rf\\u0007b|ab",
      "title ended by ST|a\\e]2;x\\e\\\\b|ab",
      "link|\\e]8;;http://x\\e\\\\text\\e]8;;\\e\\\\|text",
      "string without an end stays text|a\\e]0;secret|a0;secret",
      "string cut by another sequence|a\\e]0;secret\\e[31mb|a0;secretb",
      "answerback by device control|a\\eP+q\\e\\\\b|ab",
      "sequence by one byte|a\\u009b2Jb|ab",
      "overwriting by carriage return|password ok\\rpassword no|password ok␍password no",
      "overwriting by backspace|yes\\u0008\\u0008\\u0008no|yes␈␈␈no",
      "NUL|a\\u0000b|a␀b",
      "bell and delete|a\\u0007\\u007f|a␇␡",
      "reset of the terminal|a\\ecb|ab",
      "character set|a\\e(0b|ab",
      "broken sequence|a\\e[12\\u0001b|a12␁b",
      "lone escape|a\\e|a",
      "order turned round|admin\\u202enimda|admin\ufffdnimda",
      "next line by one byte|a\\u0085b|a\ufffdb",
      "tab stays|a\tb|a\tb",
      "end of a line of Windows|a\\r|a"})
  void terminalIsNotSteered(String what, String text, String clean) {
    assertThat(ControlCodes.clean(unescaped(text), false)).as(what).isEqualTo(clean);
  }

  @Test
  void coloursStayWhereTheyAreWantedAndEndWithTheLine() {
    assertThat(ControlCodes.clean("\u001b[1;31mred\u001b[38:5:8mgrey", true))
        .isEqualTo("\u001b[1;31mred\u001b[38:5:8mgrey\u001b[0m");
    assertThat(ControlCodes.clean("\u001b[1;31mred", false)).isEqualTo("red");
    assertThat(ControlCodes.clean("\u009b32mgreen\u001b[2J", true)).isEqualTo("\u001b[32mgreen\u001b[0m");
  }

  /** Neither a private mode nor another final byte passes as a colour. */
  @ParameterizedTest
  @ValueSource(strings = {"\u001b[?25h", "\u001b[>4;2m", "\u001b[1 m", "\u001b[31H", "\u001b[6n"})
  void otherSequencesAreNoColours(String sequence) {
    assertThat(ControlCodes.clean("a" + sequence + "b", true)).isEqualTo("ab");
  }

  @Property
  void nothingButColoursIsLeftOfAnyText(@ForAll String text) {
    var steering = "[\\u0000-\\u0008\\u000a-\\u001f\\u007f-\\u009f]";
    assertThat(ControlCodes.clean(text, false)).doesNotContainPattern(steering);
    assertThat(ControlCodes.clean(text, true).replaceAll("\u001b\\[[0-9:;]*m", "")).doesNotContainPattern(steering);
  }

  @Property
  void nothingButColoursIsLeftOfAnyBytes(@ForAll byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8) + "\u001b[" + new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(ControlCodes.clean(text, false))
        .doesNotContainPattern("[\\u0000-\\u0008\\u000a-\\u001f\\u007f-\\u009f]");
  }

  /** A text of strings without ends would otherwise be searched through from each of them. */
  @Test
  void hostileTextTakesNoMoreTimeThanAnother() {
    var text = "\u001b]".repeat(LineSplitter.MOST / 2);
    Assertions.assertTimeout(Duration.ofSeconds(2), () -> ControlCodes.clean(text, true));
    var open = "\u009d".repeat(LineSplitter.MOST);
    Assertions.assertTimeout(Duration.ofSeconds(2), () -> ControlCodes.clean(open, true));
  }

  private static String unescaped(String text) {
    return java.util.regex.Pattern.compile("\\\\(e|r|\\\\|u([0-9a-f]{4}))").matcher(text)
        .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(switch (m.group(1).charAt(0)) {
          case 'e' -> "\u001b";
          case 'r' -> "\r";
          case '\\' -> "\\";
          default -> "" + (char) Integer.parseInt(m.group(2), 16);
        }));
  }
}
