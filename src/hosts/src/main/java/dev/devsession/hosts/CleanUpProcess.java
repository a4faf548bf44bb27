package dev.devsession.hosts;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A shell that waits for the end of this process, and has the launcher remove the block if that end came without a
 * word, as by SIGKILL. It is out of the reach of Ctrl-C.
 */
final class CleanUpProcess implements AutoCloseable {

  private static final String SCRIPT = "trap '' HUP INT QUIT TERM; "
      + "read -r ended || exec \"$0\" hosts --clean --hosts-file \"$1\"";

  private final Process process;

  private CleanUpProcess(Process process) {
    this.process = process;
  }

  /** Starts it; there is none without the launcher, which would have to be started, or without a shell. */
  static Optional<CleanUpProcess> start(Path hosts) {
    String launcher = System.getenv("DEVSESSION_LAUNCHER");
    if (launcher == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new CleanUpProcess(new ProcessBuilder("/bin/sh", "-c", SCRIPT, launcher, hosts.toString())
          .redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Tells it that there is nothing to do. */
  @Override
  public void close() {
    try (var words = process.getOutputStream()) {
      words.write("ended\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It has ended before.
    }
  }
}
