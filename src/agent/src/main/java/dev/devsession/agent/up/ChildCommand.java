package dev.devsession.agent.up;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** The command that runs while the session is up, at the same terminal. */
final class ChildCommand {
  private static final long PATIENCE_SECONDS = 5;

  private final Process process;

  /**
   * Starts it.
   *
   * @param ended gets its exit code
   * @throws AgentException if there is no such program
   */
  ChildCommand(List<String> command, IntConsumer ended) {
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new AgentException(ExitCode.BAD_INPUT, "cannot run " + command.getFirst() + ": " + e.getMessage(), e);
    }
    process.onExit().thenAccept(p -> ended.accept(p.exitValue()));
  }

  /** Stops it by SIGTERM, then by SIGKILL if it doesn't exit; returns its exit code if it had exited by itself. */
  OptionalInt stop() throws InterruptedException {
    if (!process.isAlive()) {
      return OptionalInt.of(process.exitValue());
    }
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return OptionalInt.empty();
  }
}
