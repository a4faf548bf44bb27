package dev.devsession.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.conformance.RecordingServer.Scripted;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FramingVerdictTest {
  private static final String FIRST = "GET /1 HTTP/1.1\r\n\r\n";
  private static final String SECOND = "GET /2 HTTP/1.1\r\nx-user: ada\r\n\r\n";
  private static final FramingCase TWO = read("""
      # Two requests, the second for the machine.
      --- passed
      GET /1 HTTP/1.1\\r\\n
      \\r\\n
      --- passed machine
      GET /2 HTTP/1.1\\r\\n
      x-user: ada\\r\\n
      \\r\\n
      """);
  private static final FramingCase BAD = read("--- refused\nGET / HTTP/1.1\\n\n--- dropped\nGET /2 HTTP/1.1\\r\\n\n");
  private static final String OK = FramingCase.ANSWER;
  private static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";

  @Test
  void eachRequestIsExpectedWholeAtJustItsServer() {
    assertThat(passes(TWO, Way.MIXED, seen(OK + OK, true, FIRST, SECOND))).isTrue();
    assertThat(passes(TWO, Way.NEVER, seen(OK + OK, true, FIRST + SECOND, ""))).isTrue();
    assertThat(passes(TWO, Way.ALWAYS, seen(OK + OK, true, "", FIRST + SECOND))).isTrue();

    assertThat(passes(TWO, Way.MIXED, seen(OK + OK, true, FIRST + SECOND, ""))).isFalse();
    assertThat(passes(TWO, Way.MIXED, seen(OK + OK, true, FIRST, SECOND + "more"))).isFalse();
    assertThat(passes(TWO, Way.MIXED, seen(OK + OK, true, FIRST.toLowerCase(Locale.ROOT), SECOND))).isFalse();
    assertThat(passes(TWO, Way.MIXED, seen(OK + OK + OK, true, FIRST, SECOND))).isFalse();
    assertThat(passes(TWO, Way.MIXED, seen(OK, true, FIRST, SECOND))).isFalse();
    assertThat(passes(TWO, Way.MIXED, seen(OK + OK, false, FIRST, SECOND))).isFalse();
  }

  @Test
  void nothingOfARefusedRequestReachesAServer() {
    assertThat(passes(BAD, Way.NEVER, seen(REFUSAL, true, "", ""))).isTrue();

    assertThat(passes(BAD, Way.NEVER, seen(REFUSAL, false, "", ""))).isFalse();
    assertThat(passes(BAD, Way.NEVER, seen(REFUSAL, true, "G", ""))).isFalse();
    assertThat(passes(BAD, Way.NEVER, seen(REFUSAL, true, "", "G"))).isFalse();
    assertThat(passes(BAD, Way.NEVER, seen(OK, true, "", ""))).isFalse();
    assertThat(passes(BAD, Way.NEVER, seen("", true, "", ""))).isFalse();
  }

  @Test
  void aCutRequestMayHaveBegunAtOneServerOnly() {
    var cut = read("--- cut\nGET / HTTP/1.1\\r\\nHost:\n");

    assertThat(passes(cut, Way.NEVER, seen("", true, "GET /", ""))).isTrue();
    assertThat(passes(cut, Way.NEVER, seen(REFUSAL, true, "", ""))).isTrue();

    assertThat(passes(cut, Way.NEVER, seen("", true, "GET /", "GET /"))).isFalse();
    assertThat(passes(cut, Way.NEVER, seen("", true, "POST", ""))).isFalse();
    assertThat(passes(cut, Way.NEVER, seen(OK, true, "GET /", ""))).isFalse();
  }

  @Test
  void serversAnswerWhenAllOfTheirRequestHasCome() {
    assertThat(FramingScript.of(TWO, Way.MIXED, false)).extracting(Scripted::after)
        .containsExactly((long) FIRST.length());
    assertThat(FramingScript.of(TWO, Way.NEVER, false)).extracting(Scripted::after)
        .containsExactly((long) FIRST.length(), (long) (FIRST + SECOND).length());
    assertThat(FramingScript.of(TWO, Way.NEVER, true)).isEmpty();
    assertThat(FramingScript.of(BAD, Way.NEVER, false)).isEmpty();
  }

  @Test
  void escapesAndRepetitionsAreTheirBytes() {
    var part = FramingCase.parse("--- passed|refused\na\\x00\\xff\\t\\\\\n*3 b\\r\\n\n--- arrives\nc\n--- answer\nd")
        .getFirst();

    assertThat(part.sent()).isEqualTo("a\u0000\u00ff\t\\b\r\nb\r\nb\r\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(part.arrives()).containsExactly('c');
    assertThat(part.answer()).containsExactly('d');
    assertThat(part.expected()).containsExactly(FramingPart.Expected.PASSED, FramingPart.Expected.REFUSED);
  }

  private static FramingCase read(String text) {
    return new FramingCase("case", FramingCase.parse(text));
  }

  private static boolean passes(FramingCase of, Way way, FramingExchange seen) {
    return FramingVerdict.of(of, way, seen).equals(FramingVerdict.PASSED);
  }

  private static FramingExchange seen(String answered, boolean ended, String original, String machine) {
    return new FramingExchange(bytes(answered), ended, connections(original), connections(machine));
  }

  private static List<byte[]> connections(String... texts) {
    return Arrays.stream(texts).filter(text -> !text.isEmpty()).map(FramingVerdictTest::bytes).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
