package dev.devsession.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InPlaceWriteTest {

  @Property
  void writeCutShortAtAnyByteIsRecognised(@ForAll byte[] before, @ForAll byte[] after,
      @ForAll @IntRange(max = 300) int cut, @ForAll boolean truncated) {
    int written = Math.min(cut, after.length);
    byte[] torn = Arrays.copyOf(before, Math.max(before.length, written));
    System.arraycopy(after, 0, torn, 0, written);
    if (written == after.length && truncated) {
      torn = Arrays.copyOf(torn, after.length);
    }
    assertThat(new Journal.Entry(before, after).explains(torn)).isTrue();
  }

  @Test
  void repairRestoresTheFormerBytes(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("hosts"), "1.1.1.1 new\n2.2.2.2 old\n");
    Journal journal = new Journal(directory.resolve("journal"));
    journal.record(
        new Journal.Entry("1.1.1.1 old\n2.2.2.2 old\n".getBytes(), "1.1.1.1 new\n2.2.2.2 new\nmore\n".getBytes()));

    assertThat(new InPlaceWrite(file, journal).repair()).contains("repaired the file");

    assertThat(file).content().isEqualTo("1.1.1.1 old\n2.2.2.2 old\n");
    assertThat(directory).isDirectoryNotContaining("glob:**/journal*");
    assertThat(new InPlaceWrite(file, journal).repair()).isEmpty();
  }

  @Test
  void repairKeepsALaterWriteOfAnotherProgram(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("hosts"), "theirs\n");
    Journal journal = new Journal(directory.resolve("journal"));
    journal.record(new Journal.Entry("before\n".getBytes(), "after!\n".getBytes()));

    assertThat(new InPlaceWrite(file, journal).repair()).contains("another program has edited");
    assertThat(file).content().isEqualTo("theirs\n");
  }

  @Test
  void journalIsOnDiskBeforeTheFileChanges(@TempDir Path directory) {
    Path unwritable = directory.resolve("a directory that is missing").resolve("hosts");
    Journal journal = new Journal(directory.resolve("journal"));

    assertThatThrownBy(() -> new InPlaceWrite(unwritable, journal).write("old".getBytes(), "new".getBytes()))
        .isInstanceOf(IOException.class);
    assertThat(directory.resolve("journal")).exists();
  }
}
