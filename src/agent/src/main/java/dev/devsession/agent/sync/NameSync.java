package dev.devsession.agent.sync;

import dev.devsession.console.AgentException;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.names.NamePlan;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Writes the block after each change, on a thread of its own; changes that come close together are written once. */
final class NameSync implements AutoCloseable {

  /** Within the 100 ms that a change may take, and long enough for a burst to become one write. */
  private static final long QUIET_MILLIS = 10;
  private static final long RETRY_MILLIS = 1000;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Block block;
  private final Function<HostsText, NamePlan> planner;
  private final Terminal terminal;
  private final Narrator narrator;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile long restUntil = System.nanoTime();
  private HostsFile.Stamp written;
  private long lastWrite;
  private boolean wroteSinceTidy;
  private String lastFailure;

  /**
   * Writes nothing yet.
   *
   * @param planner
   *          what to write into the text as it is
   */
  NameSync(Block block, Function<HostsText, NamePlan> planner, Terminal terminal) {
    this.block = block;
    this.planner = planner;
    this.terminal = terminal;
    this.narrator = new Narrator(terminal, block.path().toString());
  }

  /** Asks for a write; returns at once. */
  void changed() {
    changedIn(Math.max(QUIET_MILLIS, TimeUnit.NANOSECONDS.toMillis(restUntil - System.nanoTime())));
  }

  /** Writes; returns when that is done, or has failed and was said. */
  void now() {
    pending.set(true);
    CompletableFuture.runAsync(() -> reportingFailure(this::write), thread).join();
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
    if (written != null && !written.equals(block.stamp())) {
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
      block.write(text -> {
        plan.set(planner.apply(text));
        return plan.get().lines();
      });
      written = block.stamp();
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
