package dev.devsession.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tests that every image of DevSession must pass. A module inherits them, and adds those of its own program. */
@Timeout(120)
public abstract class ImageContract {

  private static final Path TAR = Path.of("target/image.tar");

  private static final Path LOG = Path.of("target/image-it.log");

  private static final long MAX_BYTES = 40_000_000;

  /** Makes the JVM refuse to start without an AOT cache, and log what it loads from the cache. */
  private static final String REQUIRE_CACHE = "JDK_JAVA_OPTIONS=-XX:AOTMode=on -Xlog:class+load=info";

  private static final String NO_CACHE = "JDK_JAVA_OPTIONS=-XX:AOTMode=off";

  /** Runs like a container: a read-only root of its own, with /proc and /dev, as a user without privileges. */
  private static final String ISOLATE = """
      mount --bind "$0" "$0" && mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
      mount -o remount,bind,ro "$0" && exec chroot --userspec=65532:65532 --groups= "$0" "$@"
      """;

  @TempDir
  private static Path directory;

  private static UnpackedImage image;

  /** Starts the image's program, checks that it does its work, and ends it. */
  protected abstract void works(Program program) throws Exception;

  /** False for the image of a module that trains no AOT cache. */
  protected boolean hasAotCache() {
    return true;
  }

  @BeforeEach
  void emptyLog() throws IOException {
    Files.deleteIfExists(LOG);
  }

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    image = UnpackedImage.of(TAR, directory);
    Files.createDirectory(image.root().resolve("proc"));
    Files.createDirectory(image.root().resolve("dev"));
    Files.writeString(image.root().resolve("etc/hosts"), "127.0.0.1 localhost\n");
  }

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(TAR)).as("bytes of %s, whose layers are compressed", TAR).isLessThan(MAX_BYTES);
  }

  @Test
  void itRunsAsAUserWithoutRights() {
    assertThat(image.config()).contains("\"User\":\"65532:65532\"");
  }

  @Test
  void itHoldsNoShellAndNothingThatOthersMayWrite() throws IOException {
    try (var files = Files.walk(image.root())) {
      assertThat(files).allSatisfy(file -> {
        assertThat(file.getFileName().toString()).isNotIn("sh", "bash", "busybox");
        assertThat(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))
            .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
      });
    }
  }

  @Test
  void itWorks() throws Exception {
    var command = new ArrayList<>(List.of("env", cacheMode()));
    image.entrypoint().forEach(word -> command.add(word.replaceFirst("(?=/(app|jre)/)", image.root().toString())));
    command.add(command.indexOf("-jar"), "-Djava.library.path=" + image.root().resolve("app/native/META-INF/native"));
    var files = directory.resolve("files");

    works(new Program(command, files, files.toString(), LOG));
    checkCache();
  }

  @Test
  void itWorksAloneInItsOwnReadOnlyRoot() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root for chroot");
    var command = new ArrayList<>(
        List.of("env", cacheMode(), "unshare", "--mount", "sh", "-c", ISOLATE, image.root().toString()));
    command.addAll(image.entrypoint());

    works(new Program(command, image.root().resolve("files"), "/files", LOG));
    checkCache();
  }

  private String cacheMode() {
    return hasAotCache() ? REQUIRE_CACHE : NO_CACHE;
  }

  /** A cache that doesn't fit the jars still serves the JDK's classes; so look for classes of DevSession. */
  private void checkCache() throws IOException {
    if (hasAotCache()) {
      assertThat(Files.readString(LOG)).containsPattern("dev\\.devsession\\.\\S+ source: shared objects file");
    }
  }
}
