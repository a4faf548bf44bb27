package dev.devsession.hosts;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the lock, the journal and the next version of a hosts file live: next to it, so that all users agree and a
 * rename is possible; if this user may not write there, in the user's own state directory.
 */
final class StateDirectory {

  private StateDirectory() {}

  static Path of(Path hosts) {
    Path beside = hosts.getParent();
    return Files.isWritable(beside) ? beside : ofUser();
  }

  /** The file for one purpose, such as {@code /etc/.hosts.devsession-lock}. */
  static Path file(Path directory, Path hosts, String purpose) {
    String name = directory.equals(hosts.getParent())
        ? hosts.getFileName().toString()
        : hosts.toString().replace('/', '%');
    return directory.resolve("." + name + ".devsession-" + purpose);
  }

  static Path ofUser() {
    String configured = System.getenv("XDG_STATE_HOME");
    Path base = configured != null && Path.of(configured).isAbsolute()
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".local", "state");
    return base.resolve("devsession");
  }
}
