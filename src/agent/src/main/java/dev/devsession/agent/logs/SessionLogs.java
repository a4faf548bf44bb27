package dev.devsession.agent.logs;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.WhoAmI;
import dev.devsession.console.AgentException;
import dev.devsession.console.Terminal;
import dev.devsession.logs.follow.LogChoice;
import dev.devsession.logs.follow.PodLogs;
import dev.devsession.logs.format.TextFormat;
import dev.devsession.logs.line.LineFilter;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The logs of a session's namespace and of the command that runs beside it, at the terminal of {@code up --logs}. */
public final class SessionLogs implements AutoCloseable {
  private static final Duration UNTIL_PRINTED = Duration.ofSeconds(1);

  private final Terminal terminal;
  private final boolean colors = TerminalColors.wanted();
  private final OrderedLines lines = new OrderedLines(new LineOrder(PodLogs.WINDOW, false));
  private final NamespaceLogs pods;
  private final Thread printer;
  private Optional<CommandOutput> output = Optional.empty();

  /** Shows what is written from now on. */
  public SessionLogs(ClusterContext cluster, Terminal terminal) {
    this.terminal = terminal;
    pods = new NamespaceLogs(cluster, new LogChoice(List.of(), true, Optional.empty(), OptionalInt.of(0), false,
        Optional.empty(), LineFilter.Choice.ALL, colors), lines, terminal::remark);
    pods.refused().exceptionally(refused -> {
      terminal.warning("logs", refused.getMessage());
      return null;
    });
    printer = Thread.ofVirtual().start(this::print);
    // The command isn't to wait for them.
    Thread.ofVirtual().start(this::readPods);
  }

  /** The pipes for a command's standard output and standard error, whose lines stand under this label. */
  public List<Path> pipes(String label) {
    output = Optional.of(new CommandOutput(lines, label, WhoAmI.user() + "'s machine", colors));
    return output.get().pipes();
  }

  @Override
  public void close() {
    output.ifPresent(CommandOutput::close);
    pods.close();
    lines.close();
    try {
      printer.join(UNTIL_PRINTED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readPods() {
    try {
      pods.start();
    } catch (AgentException e) {
      terminal.warning("logs", e.getMessage());
    }
  }

  private void print() {
    var format = new TextFormat(new TextFormat.Look(colors, false, Set.of(), ZoneId.systemDefault()));
    try {
      new LinePrinter(lines, format, text -> {
        terminal.raw(text);
        return true;
      }).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
