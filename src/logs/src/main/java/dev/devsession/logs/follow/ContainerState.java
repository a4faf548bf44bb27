package dev.devsession.logs.follow;

import dev.devsession.logs.pod.ContainerView;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A container as last seen, for a thread that waits for the next change. */
final class ContainerState {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Seen seen;

  /** @param gone whether its pod doesn't exist any more */
  record Seen(ContainerView container, boolean gone) {}

  ContainerState(ContainerView container) {
    seen = new Seen(container, false);
  }

  Seen now() {
    return seen;
  }

  void set(ContainerView container) {
    change(new Seen(container, false));
  }

  void gone() {
    change(new Seen(now().container(), true));
  }

  /** Waits until it isn't this any more, for a limited time. */
  Seen awaitChange(Seen known, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (seen.equals(known) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return seen;
    } finally {
      lock.unlock();
    }
  }

  private void change(Seen next) {
    lock.lock();
    try {
      seen = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
