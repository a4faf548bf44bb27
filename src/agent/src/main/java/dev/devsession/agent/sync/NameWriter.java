package dev.devsession.agent.sync;

import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.names.UnavailableEndpoint;
import java.util.List;

/** Brings a block up to date: reads the text, plans the names, listens for them, writes them. Used on one thread. */
final class NameWriter {
  private final Block block;
  private final NamePlanSource source;
  private final EndpointListener listener;
  private final NameChangePrinter printer;
  private final Terminal terminal;
  private List<UnavailableEndpoint> unavailable = List.of();
  private boolean hasWritten;
  private HostsFile.Stamp written;

  NameWriter(Block block, NamePlanSource source, EndpointListener listener, Terminal terminal) {
    this.block = block;
    this.source = source;
    this.listener = listener;
    this.terminal = terminal;
    this.printer = new NameChangePrinter(terminal, block.path().toString());
  }

  /**
   * Writes the block. Starts over whenever another program has written the file since it was read.
   *
   * @throws dev.devsession.console.AgentException if it can't be written; the file is then unchanged
   */
  void write() {
    for (var i = 0; i < HostsFile.TRIES; i++) {
      var text = block.read();
      var plan = source.plan(text);
      // Listen before writing the names, so that no name leads to a closed port.
      unavailable = listener.listen(plan.endpoints());
      var possible = plan.without(unavailable);
      if (block.write(text, possible.lines())) {
        hasWritten = true;
        written = block.ownStamp();
        source.written(text, plan);
        tellRemoved(text.foreignLines());
        printer.printChanges(possible);
        return;
      }
    }
    throw block.file().contested();
  }

  /** Whether another program has written the file since, or an endpoint may have become available. */
  boolean isOutdated() {
    return !unavailable.isEmpty() || hasWritten && (written == null || !written.equals(block.stamp()));
  }

  private void tellRemoved(List<String> foreign) {
    if (!foreign.isEmpty()) {
      terminal.warning("hosts file", (foreign.size() == 1 ? "a line" : foreign.size() + " lines")
          + " of another program between devsession's marks had to go: \"" + foreign.getFirst()
          + "\"" + (foreign.size() == 1 ? "" : " and others") + "; write outside the marks");
    }
  }
}
