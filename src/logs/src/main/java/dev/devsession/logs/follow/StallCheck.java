package dev.devsession.logs.follow;

import dev.devsession.logs.line.LineSplitter;
import dev.devsession.logs.line.LogTimestamp;
import dev.devsession.logs.order.ReadPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Finds streams that stay open and bring nothing although the container writes, as kubelets had it after a log was
 * rotated: asks for the newest line, and breaks the stream if that is one that it should have brought.
 */
final class StallCheck {
  static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  /** A line on its way has this long to arrive. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

  private final LogServer server;
  private final LogQuery newest;
  private final ReadPosition position;
  private volatile LogStream stream;
  private volatile long heard = System.nanoTime();
  private volatile Duration patience = FIRST;

  StallCheck(LogServer server, LogQuery newest, ReadPosition position) {
    this.server = server;
    this.newest = newest;
    this.position = position;
  }

  /** @param open the stream that is read from now on; null: none */
  void watch(LogStream open) {
    heard = System.nanoTime();
    stream = open;
  }

  /** A line came. */
  void heard() {
    heard = System.nanoTime();
    patience = FIRST;
  }

  /** Whether the stream has been silent for so long that it should be looked at; longer each time. */
  boolean isDue() {
    if (stream == null || System.nanoTime() - heard < patience.toNanos()) {
      return false;
    }
    patience = patience.multipliedBy(2).compareTo(LONGEST) < 0 ? patience.multipliedBy(2) : LONGEST;
    return true;
  }

  /** Takes a while. */
  void look() throws InterruptedException {
    var silent = stream;
    var since = heard;
    if (silent != null && hasNewer()) {
      TimeUnit.NANOSECONDS.sleep(ON_ITS_WAY.toNanos());
      if (heard == since) {
        silent.close();
      }
    }
  }

  private boolean hasNewer() throws InterruptedException {
    try (var answer = server.open(newest)) {
      if (!answer.awaitBegun(ANSWER)) {
        return false;
      }
      var line = new LineSplitter(answer.body()).next();
      return line != null && LogTimestamp.of(line.bytes()).filter(t -> t.nanos() > position.last()).isPresent();
    } catch (IOException e) {
      return false; // the stream notices by itself
    }
  }
}
