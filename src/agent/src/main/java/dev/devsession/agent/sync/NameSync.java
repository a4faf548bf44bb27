package dev.devsession.agent.sync;

import dev.devsession.agent.AgentException;
import dev.devsession.agent.Terminal;
import dev.devsession.agent.hosts.BlockHeader;
import dev.devsession.agent.hosts.HostsFile;
import dev.devsession.agent.names.NamePlan;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Writes the block after each change, on a thread of its own; changes that come close together are written once. */
final class NameSync implements AutoCloseable {

  /** Within the 100 ms that a change may take, and long enough for a burst to become one write. */
  private static final long QUIET_MILLIS = 10;
  private static final long RETRY_MILLIS = 1000;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final HostsFile file;
  private final NameSource source;
  private final BlockHeader header;
  private final Terminal terminal;
  private final Narrator narrator;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile long restUntil = System.nanoTime();
  private HostsFile.Stamp written;
  private long lastWrite;
  private boolean wroteSinceTidy;
  private String lastFailure;

  NameSync(HostsFile file, NameSource source, BlockHeader header, Terminal terminal) {
    this.file = file;
    this.source = source;
    this.header = header;
    this.terminal = terminal;
    this.narrator = new Narrator(terminal, file.path().toString());
  }

  /** Asks for a write; returns at once. */
  void changed() {
    changedIn(Math.max(QUIET_MILLIS, TimeUnit.NANOSECONDS.toMillis(restUntil - System.nanoTime())));
  }

  /** Runs a task now and then on the thread that writes. */
  void every(long millis, Runnable task) {
    thread.scheduleWithFixedDelay(() -> reportingFailure(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Gives the memory of the last writes back to the machine once nothing has changed for a while; to be called now and
   * then on the thread that writes.
   */
  void tidyUpWhenIdle() {
    if (wroteSinceTidy && System.nanoTime() - lastWrite > IDLE_NANOS) {
      wroteSinceTidy = false;
      System.gc();
    }
  }

  /** Asks for a write if someone else has written the file since; to be called on the thread that writes. */
  void checkFile() {
    if (written != null && !written.equals(file.stamp())) {
      changed();
    }
  }

  /** Ends after the write under way. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }

  private void changedIn(long millis) {
    if (pending.compareAndSet(false, true)) {
      thread.schedule(() -> reportingFailure(this::write), millis, TimeUnit.MILLISECONDS);
    }
  }

  /** The executor would swallow what a task throws, and the names would silently stop following. */
  private void reportingFailure(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      sayOnce(e.toString());
    }
  }

  private void sayOnce(String failure) {
    if (!failure.equals(lastFailure)) {
      terminal.warning("hosts file", failure);
      lastFailure = failure;
    }
    changedIn(RETRY_MILLIS);
  }

  private void write() {
    pending.set(false);
    long start = System.nanoTime();
    try {
      AtomicReference<NamePlan> plan = new AtomicReference<>();
      file.edit(text -> {
        plan.set(source.plan(text));
        return text.withBlock(header.withNames(plan.get().lines()));
      });
      written = file.stamp();
      lastFailure = null;
      narrator.tell(plan.get());
    } catch (AgentException e) {
      sayOnce(e.getMessage());
    }
    lastWrite = System.nanoTime();
    wroteSinceTidy = true;
    // Never busy for more than half of the time, however fast the changes come.
    restUntil = lastWrite + (lastWrite - start);
  }
}
