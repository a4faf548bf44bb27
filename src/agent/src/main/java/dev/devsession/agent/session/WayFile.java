package dev.devsession.agent.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells other commands on this machine which way a running session's connections take. */
public final class WayFile {
  private static final String PREFIX = "way-";

  private WayFile() {}

  /** @param way for people, in one line */
  public static void write(Session session, String way) {
    try {
      Files.writeString(file(session), way, UTF_8);
    } catch (IOException e) {
      // Only status and doctor would read it.
    }
  }

  /** Empty if no process of this user runs the session, or if it isn't connected yet. */
  public static Optional<String> read(Session session) {
    try {
      return SessionLock.isTaken(session) ? Optional.of(Files.readString(file(session), UTF_8)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** To be called when the session doesn't run any more. */
  public static void delete(Session session) {
    try {
      Files.deleteIfExists(file(session));
    } catch (IOException e) {
      // Nobody reads it without the session's lock.
    }
  }

  private static Path file(Session session) {
    return StateFiles.ofUser().directory().resolve(PREFIX + session.uid());
  }

  /** Whether the file tells of a session whose lock file is gone. */
  static boolean isLeft(Path file) {
    var uid = file.getFileName().toString().substring(PREFIX.length());
    return !Files.exists(file.resolveSibling(StateFiles.LOCK + uid));
  }
}
