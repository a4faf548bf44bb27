package dev.devsession.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

  @TempDir
  private Path directory;

  @Test
  void timeAndPlaceOfTheFilesDoNotCount() throws IOException {
    var first = folder("first", Instant.EPOCH);
    var second = folder("second", Instant.now());

    for (var folder : new Path[]{first, second}) {
      Archive.tarGz(folder, folder.resolveSibling("tar"));
      Archive.zip(folder, folder, folder.resolveSibling("zip"));
    }

    assertThat(first.resolveSibling("tar")).hasSameBinaryContentAs(second.resolveSibling("tar"));
    assertThat(first.resolveSibling("zip")).hasSameBinaryContentAs(second.resolveSibling("zip"));
  }

  @Test
  void unpackedFilesHaveTheTimeThatTheCacheSaw() throws Exception {
    var folder = folder("one", Instant.now());
    Archive.tarGz(folder, directory.resolve("tar"));

    HostProgram.output(List.of("tar", "-xzf", directory.resolve("tar").toString(), "-C", directory.toString()));

    var program = directory.resolve("agent/bin/program");
    assertThat(Files.getLastModifiedTime(program).toInstant()).isEqualTo(Archive.TIME);
    assertThat(program).isExecutable();
    assertThat(directory.resolve("agent/text")).isRegularFile().isNotEmptyFile();
    assertThat(Files.isExecutable(directory.resolve("agent/text"))).isFalse();
  }

  private Path folder(String parent, Instant time) throws IOException {
    var folder = Files.createDirectories(directory.resolve(parent).resolve("agent/bin")).getParent();
    Files.writeString(folder.resolve("text"), "text");
    Files.writeString(folder.resolve("bin/program"), "#!/bin/sh\n").toFile().setExecutable(true);
    for (String file : new String[]{"text", "bin/program"}) {
      Files.setLastModifiedTime(folder.resolve(file), FileTime.from(time));
    }
    return folder;
  }
}
