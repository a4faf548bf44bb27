package dev.devsession.files.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarUnpackerTest {
  private static final UnpackLimits LIMITS = new UnpackLimits(1000, 100);
  @TempDir
  private Path folder;

  @BeforeEach
  void isEmpty() {
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void filesFoldersAndLinksInsideAreThere() throws IOException {
    var tar = new TarFile().folder("data/").file("data/a", "one").link("data/b", "a").link("data/up", "../data/a")
        .hardLink("data/c", "data/a").entry('0', "data/run.sh", "", 0755, "#!/bin/sh".getBytes()).file("./top", "two");

    var unpacked = unpack(tar);

    assertThat(unpacked).isEqualTo(new Unpacked(4, 18, List.of()));
    assertThat(folder.resolve("data/a")).hasContent("one");
    assertThat(Files.readSymbolicLink(folder.resolve("data/b"))).hasToString("a");
    assertThat(folder.resolve("data/up")).hasContent("one");
    assertThat(folder.resolve("data/c")).hasContent("one").isRegularFile();
    assertThat(folder.resolve("data/run.sh")).isExecutable();
    assertThat(folder.resolve("data/a").toFile().canExecute()).isFalse();
    assertThat(folder.resolve("top")).hasContent("two");
  }

  @Test
  void aVolumeOfThePodKeepsItsLinks() throws IOException {
    var tar = new TarFile().folder("v/").link("v/a", "..data/a").link("v/..data", "..2026_01_01")
        .folder("v/..2026_01_01/").file("v/..2026_01_01/a", "one");

    assertThat(unpack(tar).refused()).isEmpty();
    assertThat(folder.resolve("v/a")).hasContent("one");
  }

  @Test
  void aLongNameOfTheKindsThatGnuAndPosixHaveIsKept() throws IOException {
    var name = "n".repeat(150);
    var posix = "p".repeat(150);
    var record = " path=" + posix + "\n";
    var tar = new TarFile().entry('L', "././@LongLink", "", 0, (name + "\0").getBytes())
        .file(name.substring(0, 100), "1")
        .entry('x', "header", "", 0, ((record.length() + 3) + record).getBytes()).file("short", "2");

    unpack(tar);

    assertThat(folder.resolve(name)).hasContent("1");
    assertThat(folder.resolve(posix)).hasContent("2");
  }

  private Unpacked unpack(TarFile tar) throws IOException {
    return new TarUnpacker(folder, LIMITS).unpack(tar.open());
  }
}
