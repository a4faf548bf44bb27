package dev.devsession.logs.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReadPositionTest {
  private static final long SECOND = 1_000_000_000L;

  private record Line(long nanos, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The rule, for any times in the order of the file, many of them the same, and a cut anywhere. */
  @Property
  void afterACutEachLineIsReadOnce(@ForAll @Size(max = 200) List<@IntRange(max = 400) Integer> steps,
      @ForAll @IntRange(max = 200) int cut) {
    var file = new ArrayList<Line>();
    long now = 1_700_000_000L * SECOND;
    for (int step : steps) {
      now += step % 7 == 0 ? 0 : step * 1_000_000L;
      file.add(new Line(now, "line " + step % 3));
    }
    var position = new ReadPosition();
    var read = new ArrayList<Line>();
    for (var line : file.subList(0, Math.min(cut, file.size()))) {
      position.read(line.nanos, line.bytes());
      read.add(line);
    }

    var resumption = position.resume();
    file.stream().filter(l -> position.second().isEmpty() || l.nanos >= position.second().getAsLong() * SECOND)
        .filter(l -> resumption.isNew(l.nanos, l.bytes())).forEach(read::add);

    assertThat(read).isEqualTo(file);
    assertThat(resumption.isUnseamed()).isFalse();
  }

  /** Standard output and standard error are written by two threads, so times can go back a little. */
  @Test
  void timesThatGoBackOverTheSecondAreNoTrouble() {
    var file = List.of(new Line(SECOND, "a"), new Line(2 * SECOND, "b"), new Line(2 * SECOND - 1, "late"),
        new Line(2 * SECOND + 1, "c"), new Line(2 * SECOND + 1, "c"));
    var position = new ReadPosition();
    file.subList(0, 4).forEach(l -> position.read(l.nanos, l.bytes()));

    var resumption = position.resume();

    assertThat(file.stream().filter(l -> l.nanos >= 2 * SECOND).filter(l -> resumption.isNew(l.nanos, l.bytes())))
        .containsExactly(file.getLast());
  }

  @Test
  void fileThatWasRotatedAwayIsTold() {
    var position = new ReadPosition();
    position.read(SECOND, new byte[]{1});
    position.read(SECOND + 5, new byte[]{2});

    var resumption = position.resume();

    assertThat(resumption.isNew(SECOND + 9, new byte[]{3})).isTrue();
    assertThat(resumption.isUnseamed()).isTrue();
    assertThat(resumption.isUnseamed()).as("said once").isFalse();
  }

  /** The file's first lines are gone, but not the last known one: nothing is missing. */
  @Test
  void fileThatBeginsWithinTheSecondIsSeamless() {
    var position = new ReadPosition();
    position.read(SECOND, new byte[]{1});
    position.read(SECOND + 5, new byte[]{2});

    var resumption = position.resume();

    assertThat(resumption.isNew(SECOND + 5, new byte[]{2})).isFalse();
    assertThat(resumption.isNew(SECOND + 9, new byte[]{3})).isTrue();
    assertThat(resumption.isUnseamed()).isFalse();
  }

  @Test
  void busySecondTakesNoMoreMemory() {
    var position = new ReadPosition();
    var file = new ArrayList<Line>();
    for (int i = 0; i < 3 * ReadPosition.MOST + 100; i++) {
      file.add(new Line(SECOND + i, "x" + i));
      position.read(SECOND + i, file.getLast().bytes());
    }
    file.add(new Line(SECOND + file.size(), "new"));

    var resumption = position.resume();

    assertThat(file.stream().filter(l -> resumption.isNew(l.nanos, l.bytes()))).containsExactly(file.getLast());
    assertThat(resumption.isUnseamed()).isFalse();
  }
}
