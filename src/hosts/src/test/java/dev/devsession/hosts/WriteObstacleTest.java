package dev.devsession.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.devsession.console.AgentException;
import dev.devsession.console.OperatingSystem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(WriteObstacle.of(hosts, new AccessDeniedException("x"), false, OperatingSystem.LINUX))
        .satisfies(obstacle -> {
          assertThat(obstacle.helpedByRoot()).isTrue();
          assertThat(obstacle.message()).contains("you may not write " + hosts, "sudo");
        });
    assertThat(WriteObstacle.of(hosts, new AccessDeniedException("x"), true, OperatingSystem.LINUX))
        .satisfies(obstacle -> {
          assertThat(obstacle.helpedByRoot()).isFalse();
          assertThat(obstacle.message()).contains("even root may not write " + hosts).doesNotContain("sudo");
        });
    assertThat(WriteObstacle
        .of(hosts, new FileSystemException("x", null, "Read-only file system"), true, OperatingSystem.LINUX).message())
        .contains(hosts + " is on a read-only file system").doesNotContain("sudo");
    assertThat(WriteObstacle
        .of(hosts, new FileSystemException("x", null, "Operation not permitted"), true, OperatingSystem.LINUX)
        .message())
        .contains(hosts + " is immutable, also for root", "chattr -i").doesNotContain("sudo");
    assertThat(WriteObstacle.of(hosts, new IOException("Input/output error"), true, OperatingSystem.LINUX).message())
        .isEqualTo("could not write " + hosts + ": input/output error");
  }

  @Test
  void onWindowsTheTerminalNeedsTheRights() {
    assertThat(WriteObstacle.of(hosts, new AccessDeniedException("x"), false, OperatingSystem.WINDOWS))
        .isEqualTo(new WriteObstacle("you may not write " + hosts + ": start the terminal with  Run as administrator, "
            + "or use another file with --hosts-file", false));
    assertThat(WriteObstacle.of(hosts, new AccessDeniedException("x"), false, OperatingSystem.MACOS).helpedByRoot())
        .isTrue();
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
          text -> assertThat(text).contains("is on a read-only file system"));
    } finally {
      run("umount", "-l", mounted.toString());
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
      run("umount", "-l", mounted.toString());
    }
  }

  /** Written by renaming, and in place, as a file with a second name is. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDiskThatFillsUpMeanwhileKeepsNoNames(boolean secondName) throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=256k", "none", mounted.toString())).as("root").isZero();
    try {
      Path file = Files.writeString(mounted.resolve("hosts"), "127.0.0.1 localhost\n");
      if (secondName) {
        Files.createLink(mounted.resolve("second"), file);
      }
      OwnBlock block = OwnBlock.open(HostsFile.at(file), new BlockHeader(1, "x"), text -> {});
      assertThat(block.write(block.read(), List.of("10.0.0.1 web"))).isTrue();
      Path room = Files.write(mounted.resolve("room"), new byte[8192]);
      fill(mounted.resolve("rest"));
      Files.delete(room); // enough for a copy of the file, but not for what is to be written
      List<String> many = IntStream.range(0, 500).mapToObj(i -> "10.0.0.1 web-" + i).toList();
      assertThatThrownBy(() -> block.write(block.read(), many)).hasMessageEndingWith("no space left on device");
      assertThat(file).content().contains("10.0.0.1 web\n").doesNotContain("web-");
      assertThat(mounted).isDirectoryNotContaining("glob:**/*journal*");
      block.close();
      assertThat(file).content().isEqualTo("127.0.0.1 localhost\n");
      assertThat(mounted).isDirectoryNotContaining("glob:**/.*");
    } finally {
      run("umount", "-l", mounted.toString());
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
