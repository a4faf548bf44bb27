package dev.devsession.files.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.files.volume.VolumeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
  @TempDir
  private Path parent;

  @Test
  void filesAreFoundUnderTheirNamesWithTheirModes() throws IOException {
    var folder = folder();

    folder.write(Map.of("a", file("one", 0440), "conf/b", file("two", 0755)));

    assertThat(parent.resolve("v/a")).hasContent("one");
    assertThat(parent.resolve("v/conf/b")).hasContent("two");
    assertThat(modeOf("v/a")).isEqualTo("r--r-----");
    assertThat(modeOf("v/conf/b")).isEqualTo("rwxr-xr-x");
    assertThat(modeOf("v/conf")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void theLayoutIsTheKubelets() throws IOException {
    folder().write(Map.of("a", file("one", 0644), "conf/b", file("two", 0644)));

    var v = parent.resolve("v");
    assertThat(Files.readSymbolicLink(v.resolve("a"))).hasToString("..data/a");
    assertThat(Files.readSymbolicLink(v.resolve("conf"))).hasToString("..data/conf");
    assertThat(Files.readSymbolicLink(v.resolve("..data")).toString())
        .matches("\\.\\.\\d{4}(_\\d\\d){5}\\.\\d+");
    assertThat(v.toFile().list()).hasSize(4);
  }

  @Test
  void whatIsNoLongerThereIsGoneAndSoIsTheFormerFolder() throws IOException {
    var folder = folder();
    folder.write(Map.of("a", file("one", 0644), "b", file("two", 0644)));

    folder.write(Map.of("b", file("three", 0644)));

    assertThat(parent.resolve("v/a")).doesNotExist();
    assertThat(parent.resolve("v/b")).hasContent("three");
    assertThat(parent.resolve("v").toFile().list()).hasSize(3);
  }

  @Test
  void whatHasNotChangedIsNotWrittenAgain() throws IOException {
    var folder = folder();
    assertThat(folder.write(Map.of("a", file("one", 0644)))).isTrue();
    var before = Files.readSymbolicLink(parent.resolve("v/..data"));

    assertThat(folder.write(Map.of("a", file("one", 0644)))).isFalse();

    assertThat(Files.readSymbolicLink(parent.resolve("v/..data"))).isEqualTo(before);
    assertThat(folder.write(Map.of("a", file("one", 0600)))).as("a mode is a change").isTrue();
  }

  @Test
  void namesThatBelongToAnotherMountStayItsOwn() throws IOException {
    var folder = new AtomicFolder(parent.resolve("v"), Set.of("tls"));
    folder.write(Map.of("tls", file("mine", 0644)));
    Files.createDirectory(parent.resolve("v/tls"));

    folder.write(Map.of("tls", file("mine", 0644), "a", file("one", 0644)));

    assertThat(parent.resolve("v/tls")).isEmptyDirectory();
    assertThat(parent.resolve("v/a")).hasContent("one");
  }

  /** A reader that opens the folder once sees both files of one version, whenever it looks. */
  @Test
  void aReaderNeverSeesFilesOfTwoVersions() throws Exception {
    var folder = folder();
    folder.write(version(0));
    var stopped = new AtomicBoolean();
    var mixed = new AtomicInteger();
    var reads = new AtomicInteger();
    var reader = Thread.ofPlatform().start(() -> {
      while (!stopped.get()) {
        try {
          var version = parent.resolve("v/..data").toRealPath();
          var one = Files.readString(version.resolve("a"));
          if (!one.equals(Files.readString(version.resolve("b")))) {
            mixed.incrementAndGet();
          }
          reads.incrementAndGet();
        } catch (NoSuchFileException e) {
          // The version was replaced while it was being read; in a pod that happens too.
        } catch (IOException e) {
          mixed.incrementAndGet();
        }
      }
    });

    for (int i = 1; i < 300 || reads.get() < 50; i++) {
      folder.write(version(i));
    }
    stopped.set(true);
    reader.join();

    assertThat(mixed).hasValue(0);
  }

  private AtomicFolder folder() {
    return new AtomicFolder(parent.resolve("v"), Set.of());
  }

  private static Map<String, VolumeFile> version(int number) {
    return Map.of("a", file("v" + number, 0644), "b", file("v" + number, 0644));
  }

  private static VolumeFile file(String text, int mode) {
    return new VolumeFile(text.getBytes(), mode);
  }

  private String modeOf(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve(path)));
  }
}
