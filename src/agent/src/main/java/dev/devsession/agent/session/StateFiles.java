package dev.devsession.agent.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files that running sessions of this user keep, and those that killed ones left. */
final class StateFiles {
  static final String LOCK = "session-";
  /** A file with names, and what the hosts file's writer keeps beside it. */
  private static final Pattern NAMES = Pattern.compile("\\.?names-(\\d{1,18})(\\.devsession-[a-z]+)?");

  private final Path directory;

  StateFiles(Path directory) {
    this.directory = directory;
  }

  /** Those of this user. */
  static StateFiles ofUser() {
    var configured = System.getenv("XDG_STATE_HOME");
    var base = configured != null && Path.of(configured).isAbsolute()
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".local", "state");
    return new StateFiles(base.resolve("devsession"));
  }

  Path directory() {
    return directory;
  }

  /**
   * The sessions that other processes run at present.
   *
   * @param own the lock file of this process, which it would unlock by reading
   */
  List<LockedSession> running(Path own) {
    var running = new ArrayList<LockedSession>();
    each(LOCK + "*", file -> {
      if (!file.equals(own) && isLocked(file)) {
        LockedSession.parse(Files.readString(file, UTF_8)).ifPresent(running::add);
      }
    });
    return running;
  }

  /** Deletes what no living process keeps; to be called before this process has a lock. */
  void sweep() {
    each(LOCK + "*", StateFiles::deleteUnlessLocked);
    each("way-*", file -> {
      if (WayFile.isLeft(file)) {
        Files.deleteIfExists(file);
      }
    });
    each("{names-*,.names-*}", file -> {
      var name = NAMES.matcher(file.getFileName().toString());
      if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
        Files.deleteIfExists(file);
      }
    });
  }

  private static boolean isLocked(Path file) throws IOException {
    try (var channel = FileChannel.open(file, WRITE)) {
      return channel.tryLock() == null;
    }
  }

  private static void deleteUnlessLocked(Path file) throws IOException {
    try (var channel = FileChannel.open(file, WRITE)) {
      if (channel.tryLock() != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  private interface Use {
    void of(Path file) throws IOException;
  }

  private void each(String names, Use use) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
      for (var file : files) {
        try {
          use.of(file);
        } catch (IOException | UncheckedIOException e) {
          // Another process deleted it just now, or it belongs to another user.
        }
      }
    } catch (IOException e) {
      // No session ever ran here.
    }
  }
}
