package dev.devsession.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.devsession.console.AgentException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteObstacleTest {

  @TempDir
  private Path directory;
  private Path hosts;

  @BeforeEach
  void write() throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
  }

  @Test
  void aFileThatCanBeWrittenHasNoneAndIsUntouched() throws IOException {
    var before = Files.getLastModifiedTime(hosts);
    assertThat(WriteObstacle.of(hosts)).isEmpty();
    assertThat(Files.getLastModifiedTime(hosts)).isEqualTo(before);
    assertThat(hosts).content().isEqualTo("127.0.0.1 localhost\n");
  }

  @Test
  void eachIsToldAsWhatItIs() {
    assertThat(WriteObstacle.of(hosts, new AccessDeniedException("x"), false)).satisfies(obstacle -> {
      assertThat(obstacle.helpedByRoot()).isTrue();
      assertThat(obstacle.message()).contains("you may not write " + hosts, "sudo");
    });
    assertThat(WriteObstacle.of(hosts, new AccessDeniedException("x"), true)).satisfies(obstacle -> {
      assertThat(obstacle.helpedByRoot()).isFalse();
      assertThat(obstacle.message()).contains("even root may not write " + hosts).doesNotContain("sudo");
    });
    assertThat(WriteObstacle.of(hosts, new FileSystemException("x", null, "Read-only file system"), true).message())
        .contains(hosts + " is on a read-only file system").doesNotContain("sudo");
    assertThat(WriteObstacle.of(hosts, new FileSystemException("x", null, "Operation not permitted"), true).message())
        .contains(hosts + " is immutable, also for root", "chattr -i").doesNotContain("sudo");
    assertThat(WriteObstacle.of(hosts, new IOException("Input/output error"), true).message())
        .isEqualTo("could not write " + hosts + ": input/output error");
  }

  @Test
  void anImmutableFileIsFound() throws Exception {
    assumeThat(run("chattr", "+i", hosts.toString())).as("root on a file system that knows the attribute").isZero();
    try {
      assertThat(WriteObstacle.of(hosts)).map(WriteObstacle::message).hasValueSatisfying(
          text -> assertThat(text).contains("is immutable"));
      assertThatThrownBy(() -> OwnBlock.open(HostsFile.at(hosts), new BlockHeader(1, "x"), text -> {}))
          .isInstanceOf(AgentException.class).hasMessageContaining("is immutable").message().doesNotContain("sudo");
      assertThat(directory).isDirectoryNotContaining("glob:**/.*");
    } finally {
      run("chattr", "-i", hosts.toString());
    }
  }

  @Test
  void aReadOnlyMountIsFound() throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64k", "none", mounted.toString())).as("root").isZero();
    try {
      Path file = Files.writeString(mounted.resolve("hosts"), "127.0.0.1 localhost\n");
      assumeThat(run("mount", "-o", "remount,ro", mounted.toString())).isZero();
      assertThat(WriteObstacle.of(file)).map(WriteObstacle::message).hasValueSatisfying(
          text -> assertThat(text).contains("read-only file system"));
    } finally {
      run("umount", mounted.toString());
    }
  }

  @Test
  void aFullDiskIsToldInWordsAndLeavesNoLock() throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64k", "none", mounted.toString())).as("root").isZero();
    try {
      Path file = Files.writeString(mounted.resolve("hosts"), "127.0.0.1 localhost\n");
      fill(mounted.resolve("rest"));
      assertThatThrownBy(() -> OwnBlock.open(HostsFile.at(file), new BlockHeader(1, "x"), text -> {}))
          .isInstanceOf(AgentException.class)
          .hasMessage("could not write " + file + ": no space left on device");
      assertThat(mounted).isDirectoryNotContaining("glob:**/.*");
      assertThat(file).content().isEqualTo("127.0.0.1 localhost\n");
    } finally {
      run("umount", mounted.toString());
    }
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[1024]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
  }
}
