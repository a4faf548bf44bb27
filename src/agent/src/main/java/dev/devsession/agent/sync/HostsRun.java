package dev.devsession.agent.sync;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.console.StopSignal;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.OwnBlock;
import dev.devsession.hosts.names.NamePlan;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One run of {@code devsession hosts}: from the lock to the restored hosts file. */
public final class HostsRun {

  private final HostsFile file;
  private final Terminal terminal;

  public HostsRun(HostsFile file, Terminal terminal) {
    this.file = file;
    this.terminal = terminal;
  }

  /** Removes what a dead agent left, also where its marks are damaged. */
  public void clean() {
    int removed = OwnBlock.clean(file, ProcessHandle.current().pid(), this::tellRepair);
    terminal.done("hosts file", removed > 0
        ? "block removed from " + file.path()
        : "no block in " + file.path());
  }

  /** Keeps the names up to date until asked to stop, then restores the file, also after a failure. */
  public void keep(SourceFactory sources, BlockHeader header, StopSignal stop) {
    try (OwnBlock block = open(header)) {
      syncUntil(stop, sources, block);
    }
    terminal.done("hosts file", "restored");
  }

  /** Prints the block as it would be written now, and what it leaves out; changes nothing. */
  public void print(SourceFactory sources, BlockHeader header, StopSignal stop) {
    NameSource source = sources.create(() -> {});
    try (source) {
      if (startOrStop(source.start(), stop)) {
        source.refresh();
        NamePlan plan = source.plan(file.read());
        terminal.raw(header.block(plan.lines()));
        plan.skipped().forEach(one -> terminal.warning("skipped", one.service() + ": " + one.reason()));
        plan.refused().forEach(one -> terminal.warning("not shadowed", one.name() + ": " + one.reason()));
      }
    }
  }

  /** Makes the source of names; the runnable is to be called after each change. */
  public interface SourceFactory {
    NameSource create(Runnable onChange);
  }

  private void syncUntil(StopSignal stop, SourceFactory sources, OwnBlock block) {
    try (NameSync sync = new NameSync(terminal); NameSource source = sources.create(sync::changed)) {
      if (startOrStop(source.start(), stop)) {
        source.refresh();
        sync.start(block, source, EndpointListener.NONE);
        stop.asked().join();
      }
    }
  }

  /** Waits for the first list; false if the user would rather stop. */
  private static boolean startOrStop(CompletableFuture<Void> start, StopSignal stop) {
    try {
      CompletableFuture.anyOf(start, stop.asked()).join();
      return !stop.asked().isDone();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AgentException told
          ? told
          : new AgentException(ExitCode.FAILURE, "the watch of services failed: " + FailureText.of(e), e);
    }
  }

  private OwnBlock open(BlockHeader header) {
    return OwnBlock.openToRemoveAfterKill(file, header, this::tellRepair);
  }

  private void tellRepair(String mended) {
    terminal.warning("hosts file", mended);
  }
}
