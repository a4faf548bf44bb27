package dev.devsession.agent.up;

import dev.devsession.agent.child.Executable;
import dev.devsession.agent.child.ProcessGroup;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/** The user's command, at the same terminal. */
public final class ChildCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final ProcessGroup group;

  /**
   * Starts it.
   *
   * @param prefix words of a program that becomes the command; empty: none
   * @param environment that it gets besides this process's
   * @param outputs existing files for its standard output and standard error; empty: this process's own
   * @param ended gets its exit code
   * @throws dev.devsession.console.AgentException if there is no such program
   */
  public ChildCommand(List<String> prefix, List<String> command, Map<String, String> environment, List<Path> outputs,
      IntConsumer ended) {
    name = command.getFirst();
    var program = Executable.require(name);
    if (prefix.isEmpty()) {
      group = ProcessGroup.start(program, command, environment, outputs);
    } else {
      var words = new ArrayList<>(prefix);
      words.add(program.toString());
      words.addAll(command.subList(1, command.size()));
      group = ProcessGroup.start(Path.of(prefix.getFirst()), words, environment, outputs);
    }
    group.ended().thenAccept(ended::accept);
  }

  /**
   * Stops it and what it has started: by SIGTERM, then by SIGKILL, which it says.
   *
   * @return its exit code if it had ended by itself or had to be killed
   */
  public OptionalInt stop(Terminal terminal) throws InterruptedException {
    var alone = group.ended().isDone() ? OptionalInt.of(group.ended().join()) : OptionalInt.empty();
    if (!group.end(PATIENCE)) {
      return alone;
    }
    terminal.warning("command", (alone.isPresent() ? "a process that " + name + " started" : name)
        + " had to be killed: it still ran " + PATIENCE.toSeconds() + " s after SIGTERM");
    return alone.isPresent() ? alone : OptionalInt.of(ExitCode.KILLED.code());
  }
}
