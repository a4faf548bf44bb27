package dev.devsession.agent.up;

import dev.devsession.agent.child.Executable;
import dev.devsession.agent.child.ProcessGroup;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/** The command that runs while the session is up, at the same terminal. */
final class ChildCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final ProcessGroup group;

  /**
   * Starts it.
   *
   * @param command as the user typed it
   * @param words what is started: the same, or with its output led elsewhere
   * @param ended gets its exit code
   * @throws dev.devsession.console.AgentException if there is no such program
   */
  ChildCommand(List<String> command, List<String> words, IntConsumer ended) {
    name = command.getFirst();
    Executable.require(name);
    group = ProcessGroup.start(Executable.require(words.getFirst()), words);
    group.ended().thenAccept(ended::accept);
  }

  /**
   * Stops it and what it has started: by SIGTERM, then by SIGKILL, which it says.
   *
   * @return its exit code if it had ended by itself or had to be killed
   */
  OptionalInt stop(Terminal terminal) throws InterruptedException {
    var alone = group.ended().isDone() ? OptionalInt.of(group.ended().join()) : OptionalInt.empty();
    if (!group.end(PATIENCE)) {
      return alone;
    }
    terminal.warning("command", (alone.isPresent() ? "a process that " + name + " started" : name)
        + " had to be killed: it still ran " + PATIENCE.toSeconds() + " s after SIGTERM");
    return alone.isPresent() ? alone : OptionalInt.of(ExitCode.KILLED.code());
  }
}
