package dev.devsession.agent.sync;

import dev.devsession.console.AgentException;
import dev.devsession.console.FailureText;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes the block after each change, on a thread of its own; changes that come close together are written once. */
final class NameSync implements AutoCloseable {

  /** Within the 100 ms that a change may take, and long enough for a burst to become one write. */
  private static final long QUIET_MILLIS = 10;
  private static final long RETRY_MILLIS = 1000;
  private static final long LOOK_MILLIS = 1000;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Terminal terminal;
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile NameWriter writer;
  private volatile long restUntil = System.nanoTime();
  private long lastWrite;
  private boolean wroteSinceTidy;
  private String lastFailure;

  /** Writes nothing yet. */
  NameSync(Terminal terminal) {
    this.terminal = terminal;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler(new DiscardPolicy());
  }

  /** Writes for the first time, and follows from then on; returns when that is done, or has failed and was said. */
  void start(Block block, NameSource source, EndpointListener listener) {
    writer = new NameWriter(block, source, listener, terminal);
    pending.set(true);
    CompletableFuture.runAsync(() -> reportingFailure(this::write), thread).join();
    var connection = new WatchHealth(source, terminal, Clock.systemDefaultZone());
    thread.scheduleWithFixedDelay(() -> reportingFailure(() -> checkWatch(connection)), LOOK_MILLIS, LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** Asks for a write; returns at once. Before the start there is nothing to follow. */
  void changed() {
    if (writer != null) {
      changedIn(Math.max(QUIET_MILLIS, TimeUnit.NANOSECONDS.toMillis(restUntil - System.nanoTime())));
    }
  }

  /** Ends after the write under way. */
  @Override
  public void close() {
    thread.close();
  }

  private void checkWatch(WatchHealth connection) {
    if (connection.check() || writer.isOutdated()) {
      changed();
    }
    // The serial collector gives memory back only in a full collection, and an idle process would have none.
    if (wroteSinceTidy && System.nanoTime() - lastWrite > IDLE_NANOS) {
      wroteSinceTidy = false;
      System.gc();
    }
  }

  private void changedIn(long millis) {
    if (pending.compareAndSet(false, true)) {
      thread.schedule(() -> reportingFailure(this::write), millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Without this the executor would swallow a task's exception, and the names would silently get outdated. */
  private void reportingFailure(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      sayOnce(FailureText.of(e));
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
      writer.write();
      lastFailure = null;
    } catch (AgentException e) {
      sayOnce(e.getMessage());
    }
    lastWrite = System.nanoTime();
    wroteSinceTidy = true;
    // Never busy for more than half of the time, however fast the changes come.
    restUntil = lastWrite + (lastWrite - start);
  }
}
