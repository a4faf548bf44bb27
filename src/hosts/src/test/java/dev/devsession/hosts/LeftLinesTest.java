package dev.devsession.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code hosts --clean} removes. */
class LeftLinesTest {

  private static final String USERS = "127.0.0.1 localhost\n10.1.1.1 web.shop nas\n";
  private static final List<String> NAMES = List.of("127.1.2.3 web web.shop web.shop.svc web.shop.svc.cluster.local",
      "127.1.2.4 db.db.svc db.db.svc.cluster.local", "127.1.2.5 a-0.a a-0.a.shop a-0.a.shop.svc");
  private static final String AFTER = "10.0.0.1 mine mine.example\n127.1.1.1 other.svc.example\n# a note\n";

  @ParameterizedTest
  @CsvSource({"'', false", "BEGIN, false", "END, false", "BEGIN END, false", "'', true", "END, true"})
  void aBlockGoesWholeWithWhicheverMarksAreMissingAndNothingElse(String missing, boolean crlf) throws Exception {
    for (String after : List.of("", AFTER)) {
      for (String users : List.of(USERS, USERS.strip())) {
        String plain = eols(users, crlf);
        String block = text(HostsText.parse(plain.getBytes(ISO_8859_1))
            .withBlock(new BlockHeader(4711, "test").withNames(NAMES)));
        for (String mark : missing.split(" ")) {
          block = mark.isEmpty() ? block : block.replaceFirst("# " + mark + " devsession[^\n]*\n", "");
        }
        LeftLines left = LeftLines.in((block + eols(after, crlf)).getBytes(ISO_8859_1));
        boolean breakStays = !plain.endsWith("\n") && (!after.isEmpty() || missing.contains("BEGIN"));
        assertThat(text(left.kept())).isEqualTo(plain + (breakStays ? eols("\n", crlf) : "") + eols(after, crlf));
        assertThat(left.count()).isGreaterThan(4);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1 localhost|# BEGIN devsessions|10.0.0.1 a.b.svc", "10.0.0.1 web web.shop web.shop.svc",
      "''", "# Names of Kubernetes services"})
  void aFileWithoutABlockStaysAsItIs(String lines) {
    byte[] file = lines.replace('|', '\n').getBytes(ISO_8859_1);
    LeftLines left = LeftLines.in(file);
    assertThat(left.kept()).isEqualTo(file);
    assertThat(left.count()).isZero();
  }

  private static String eols(String text, boolean crlf) {
    return crlf ? text.replace("\n", "\r\n") : text;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
