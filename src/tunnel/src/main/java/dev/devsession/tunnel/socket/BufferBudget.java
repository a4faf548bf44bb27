package dev.devsession.tunnel.socket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The memory for bytes that were read and can't be passed on yet. All connections of the process share it: each may
 * hold a part of what is left, so that a few stalled ones hold much and thousands hold little each. When all is used
 * up, each may still hold half of an even share, so that no connection comes to a standstill because of the others.
 */
public final class BufferBudget {

  /** What one connection may always hold, in bytes, however many there are. */
  static final int LEAST = 1024;

  private static final int MIB = 1024 * 1024;
  private static final int PARTS = 64;

  private static final BufferBudget UNSENT = new BufferBudget(3 * MIB);
  private static final BufferBudget UNWRITTEN = new BufferBudget(3 * MIB);

  private final long total;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();

  /** @param total in bytes */
  public BufferBudget(long total) {
    this.total = total;
  }

  /** For bytes that sockets have sent and the tunnel hasn't: busy connections use all of it up. */
  public static BufferBudget ofUnsent() {
    return UNSENT;
  }

  /** For bytes that sockets have to take: only slow ones use it up. */
  public static BufferBudget ofUnwritten() {
    return UNWRITTEN;
  }

  /** The budgets of the process. */
  static void forEach(Consumer<BufferBudget> action) {
    action.accept(UNSENT);
    action.accept(UNWRITTEN);
  }

  void connectionOpened() {
    connections.incrementAndGet();
  }

  void connectionClosed() {
    connections.decrementAndGet();
  }

  /** Counts bytes that are held from now on; negative if they no longer are. */
  public void hold(long bytes) {
    used.addAndGet(bytes);
  }

  /** How many bytes a connection may hold now before its sender has to wait. */
  public int share() {
    long least = Math.max(total / (2L * Math.max(connections.get(), PARTS)), LEAST);
    return (int) Math.max((total - used.get()) / PARTS, least);
  }

  /** Whether less than half is used, so that memory may be spent to save time. */
  public boolean isAmple() {
    return used.get() < total / 2;
  }

  long used() {
    return used.get();
  }
}
