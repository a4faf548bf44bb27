package dev.devsession.proxy.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The routes file on disk. It is polled and not watched: an inotify instance per proxy would count against the node's
 * limit (128 per user by default), and reading a mounted ConfigMap key costs some 20 µs.
 */
public final class RoutesFile {

  /** The result of a poll. */
  public sealed interface Poll {
    /** The file is as it was at the last poll. */
    record Unchanged() implements Poll {}

    /** @param bytes the whole file, for its hash */
    record Valid(Routes routes, byte[] bytes) implements Poll {}

    /** @param reason names the file, what is wrong and what is expected */
    record Invalid(String reason) implements Poll {}
  }

  private static final Poll UNCHANGED = new Poll.Unchanged();

  private final Path path;
  private final int healthPort;
  private byte[] lastBytes;
  private String lastFailure;

  public RoutesFile(Path path, int healthPort) {
    this.path = path;
    this.healthPort = healthPort;
  }

  /** Reads the file; a state that was returned once is not returned again until the file changes. */
  public Poll poll() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      return unreadable(e instanceof NoSuchFileException ? "there is no such file" : e.toString());
    }
    lastFailure = null;
    if (Arrays.equals(bytes, lastBytes)) {
      return UNCHANGED;
    }
    lastBytes = bytes;
    try {
      return new Poll.Valid(Routes.parse(new String(bytes, StandardCharsets.UTF_8), healthPort), bytes);
    } catch (InvalidRoutesException e) {
      return new Poll.Invalid(path + ": " + e.getMessage());
    }
  }

  private Poll unreadable(String failure) {
    lastBytes = null;
    if (failure.equals(lastFailure)) {
      return UNCHANGED;
    }
    lastFailure = failure;
    return new Poll.Invalid(path + ": " + failure + "; expected routes, one LISTEN_PORT=HOST:PORT per line");
  }
}
