package dev.devsession.logs.order;

import dev.devsession.logs.line.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A {@link LineOrder} between the threads that read and the one that prints. Whoever reads too fast waits. */
public final class OrderedLines {
  private static final long LOOK_MILLIS = 10;

  private final LineOrder order;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private boolean closed;

  public OrderedLines(LineOrder order) {
    this.order = order;
  }

  /** The time now, in nanoseconds since 1970. */
  public static long now() {
    var now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  public LineOrder.Lane open() {
    lock.lock();
    try {
      return order.open(now());
    } finally {
      lock.unlock();
    }
  }

  /** See {@link LineOrder#restart}. */
  public void restart(LineOrder.Lane lane) {
    lock.lock();
    try {
      order.restart(lane, now());
    } finally {
      lock.unlock();
    }
  }

  /** Takes a line, as soon as there is room for it. */
  public void add(LineOrder.Lane lane, LogLine line) throws InterruptedException {
    lock.lock();
    try {
      while (!order.hasRoom(lane) && !closed) {
        room.await();
      }
      if (order.isEmpty()) {
        changed.signal(); // otherwise it looks by itself soon enough, and not for each line
      }
      order.add(lane, line, now());
    } finally {
      lock.unlock();
    }
  }

  public void end(LineOrder.Lane lane) {
    lock.lock();
    try {
      order.end(lane);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody will add a line that matters: {@link #next} returns what is there, and then nothing. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next line; empty if none is due for as long as this. */
  public Optional<LogLine> next(Duration patience) throws InterruptedException {
    var until = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (true) {
        var next = order.poll(closed ? Long.MAX_VALUE / 2 : now());
        if (next.isPresent()) {
          room.signalAll();
          return next;
        }
        var left = until - System.nanoTime();
        if (left <= 0 || closed && order.isEmpty()) {
          return Optional.empty();
        }
        changed.await(order.isEmpty() ? left : Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)),
            TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was closed and all was taken. */
  public boolean isDone() {
    lock.lock();
    try {
      return closed && order.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
