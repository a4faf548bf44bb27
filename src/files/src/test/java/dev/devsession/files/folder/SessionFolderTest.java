package dev.devsession.files.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class SessionFolderTest {
  @TempDir
  private Path parent;

  @Test
  void nobodyElseCanEnterIt() throws IOException {
    try (var folder = SessionFolder.in(parent.resolve("base"))) {
      assertThat(mode(folder.root().getParent())).isEqualTo("rwx------");
      assertThat(mode(parent.resolve("base"))).isEqualTo("rwx------");
    }
  }

  @Test
  void itIsGoneInTheEndWithAllThatIsInItButNotWhatLinksLeadTo() throws IOException {
    var outside = Files.writeString(parent.resolve("outside"), "kept");
    var folder = SessionFolder.in(parent.resolve("base"));
    Files.createDirectories(folder.root().resolve("a/b"));
    Files.createSymbolicLink(folder.root().resolve("a/link"), outside);
    Files.createSymbolicLink(folder.root().resolve("a/up"), parent);
    Files.setPosixFilePermissions(folder.root().resolve("a"), PosixFilePermissions.fromString("r-xr-xr-x"));

    folder.close();

    assertThat(parent.resolve("base")).doesNotExist();
    assertThat(outside).hasContent("kept");
  }

  @Test
  void theNextOneDeletesWhatAKilledProcessLeftAndSparesLivingOnes() throws Exception {
    var base = parent.resolve("base");
    try (var killed = new OtherProcess(base); var alive = new OtherProcess(base)) {
      assertThat(killed.folder).isDirectory();
      killed.process.destroyForcibly().waitFor();

      try (var own = SessionFolder.in(base); var second = SessionFolder.in(base)) {
        assertThat(killed.folder).doesNotExist();
        assertThat(alive.folder).isDirectory();
        assertThat(own.root().getParent()).isDirectory();
        assertThat(second.root().getParent()).isDirectory();
      }
    }
  }

  /** Each may find the place, its lock or neither, and all of them work. */
  @Test
  void manyComeAndGoAtTheSameTime() throws Exception {
    var base = parent.resolve("base");
    var failures = new ConcurrentLinkedQueue<Throwable>();
    try (var processes = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 200; i++) {
        processes.execute(() -> {
          try (var folder = SessionFolder.in(base)) {
            Files.createDirectory(folder.root());
          } catch (IOException | RuntimeException e) {
            failures.add(e);
          }
        });
      }
    }

    assertThat(failures).isEmpty();
    assertThat(base).doesNotExist();
  }

  @Test
  @EnabledIf("isRoot")
  void aPlaceThatAnotherUserMadeIsRefused() throws IOException {
    var base = Files.createDirectory(parent.resolve("base"));
    Files.setAttribute(base, "unix:uid", 12345);

    assertThatThrownBy(() -> SessionFolder.in(base)).hasMessageContaining("belongs to another user");
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  /** A process that makes a folder and then waits. */
  private static final class OtherProcess implements AutoCloseable {
    final Process process;
    final Path folder;

    OtherProcess(Path base) throws IOException {
      process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1",
          "-cp", System.getProperty("java.class.path"), FolderHolder.class.getName(), base.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT).start();
      folder = Path.of(new BufferedReader(new InputStreamReader(process.getInputStream())).readLine());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
