package dev.devsession.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  @Test
  void linesAreWholeHoweverTheBytesArrive() throws IOException {
    var splitter = new LineSplitter(new Drops("one\n\ntwo\r\nthree".getBytes(StandardCharsets.UTF_8), 1));

    assertThat(texts(splitter)).containsExactly("one", "", "two\r");
    assertThat(new String(splitter.rest().bytes(), StandardCharsets.UTF_8)).isEqualTo("three");
    assertThat(splitter.rest()).isNull();
  }

  /** So what was read before is recognised, and memory is bounded. */
  @Property(tries = 50)
  void longLineIsCutAtTheSamePlacesAndWithinNoCharacter(@ForAll @IntRange(min = 1, max = 9000) int drop,
      @ForAll @IntRange(max = 3) int shift) throws IOException {
    var line = "x".repeat(shift) + "é€😀".repeat(20_000);
    var bytes = (line + "\nnext\n").getBytes(StandardCharsets.UTF_8);

    var pieces = pieces(new LineSplitter(new Drops(bytes, drop)));

    assertThat(pieces).allMatch(p -> p.bytes().length <= LineSplitter.MOST);
    assertThat(pieces.stream().filter(p -> !p.ends()))
        .allMatch(p -> p.bytes().length > LineSplitter.MOST - 4);
    assertThat(pieces.stream().map(p -> new String(p.bytes(), StandardCharsets.UTF_8)).toList())
        .noneMatch(t -> t.contains("\ufffd"))
        .satisfies(texts -> assertThat(String.join("", texts)).isEqualTo(line + "next"));
    assertThat(pieces.getFirst().begins()).isTrue();
    assertThat(pieces.getLast()).matches(p -> p.begins() && p.ends());
  }

  /** As the second half of a hostile line would be, if its cut were moved. */
  @Test
  void bytesThatAreNoTextAreCutToo() throws IOException {
    var bytes = new byte[3 * LineSplitter.MOST];
    java.util.Arrays.fill(bytes, (byte) 0x80);

    var splitter = new LineSplitter(new ByteArrayInputStream(bytes));

    assertThat(pieces(splitter)).allMatch(p -> p.bytes().length == LineSplitter.MOST).hasSize(2);
    assertThat(splitter.rest().bytes()).hasSize(LineSplitter.MOST);
  }

  private static List<LineSplitter.Piece> pieces(LineSplitter splitter) throws IOException {
    var pieces = new ArrayList<LineSplitter.Piece>();
    for (var piece = splitter.next(); piece != null; piece = splitter.next()) {
      pieces.add(piece);
    }
    return pieces;
  }

  private static List<String> texts(LineSplitter splitter) throws IOException {
    return pieces(splitter).stream().map(p -> new String(p.bytes(), StandardCharsets.UTF_8)).toList();
  }

  /** Bytes that arrive a few at a time. */
  private static final class Drops extends InputStream {
    private final ByteArrayInputStream all;
    private final int most;

    Drops(byte[] bytes, int most) {
      this.all = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() {
      return all.read();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return all.read(into, from, Math.min(most, length));
    }
  }
}
