package dev.devsession.logs.order;

import dev.devsession.logs.line.LogLine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Merges the lines of many lanes by their time. The lines of one lane keep their order. A line waits for earlier ones
 * of other lanes until it is as old as the window, by its own time; for lanes that still read what they missed, at most
 * for the window from its arrival. All times are nanoseconds since 1970.
 */
public final class LineOrder {
  /** What a lane may always hold, and all lanes together, in bytes. */
  static final int LANE = 16 * 1024;
  static final int ALL = 6 * 1024 * 1024;

  private final long window;
  private final boolean complete;
  private final PriorityQueue<Lane> ready = new PriorityQueue<>(
      Comparator.comparingLong((Lane lane) -> lane.lines.peek().line.nanos()).thenComparingLong(lane -> lane.number));
  private final Set<Lane> behind = new LinkedHashSet<>();
  private long bytes;
  private long lanes;

  private record Waiting(LogLine line, long arrived) {}

  /** The lines of one container, in their order. */
  public static final class Lane {
    private final long number;
    private final ArrayDeque<Waiting> lines = new ArrayDeque<>();
    private long opened;
    private long heard;
    private int bytes;
    private boolean live;
    private boolean ended;

    private Lane(long number) {
      this.number = number;
    }
  }

  /** @param complete whether each lane ends: then a line waits for the next one of every lane, however long */
  public LineOrder(Duration window, boolean complete) {
    this.window = window.toNanos();
    this.complete = complete;
  }

  /** Begins a lane. */
  public Lane open(long now) {
    var lane = new Lane(lanes++);
    restart(lane, now);
    return lane;
  }

  /** The lane reads again what may be old. */
  public void restart(Lane lane, long now) {
    lane.opened = now;
    lane.heard = now;
    lane.live = false;
    if (lane.lines.isEmpty()) {
      behind.add(lane);
    }
  }

  /** Whether the lane should take another line now. */
  public boolean hasRoom(Lane lane) {
    return lane.bytes < LANE || bytes < ALL && lane.bytes < ALL / 4;
  }

  /** Takes a line. */
  public void add(Lane lane, LogLine line, long now) {
    var head = lane.lines.isEmpty();
    lane.lines.add(new Waiting(line, now));
    lane.bytes += line.size();
    bytes += line.size();
    lane.heard = now;
    lane.live |= line.nanos() >= lane.opened;
    if (head) {
      behind.remove(lane);
      ready.add(lane);
    }
  }

  /** No line will follow. */
  public void end(Lane lane) {
    lane.ended = true;
    behind.remove(lane);
  }

  /** The next line, if it needn't wait any more. */
  public Optional<LogLine> poll(long now) {
    if (ready.isEmpty() || !mayGo(ready.peek().lines.peek(), now)) {
      return Optional.empty();
    }
    var lane = ready.remove();
    var line = lane.lines.remove().line;
    lane.bytes -= line.size();
    bytes -= line.size();
    if (!lane.lines.isEmpty()) {
      ready.add(lane);
    } else if (!lane.ended && (complete || !lane.live)) {
      behind.add(lane);
    }
    return Optional.of(line);
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return ready.isEmpty();
  }

  private boolean mayGo(Waiting next, long now) {
    if (complete) {
      return behind.isEmpty();
    }
    if (next.arrived + window <= now) {
      return true;
    }
    behind.removeIf(lane -> lane.heard + window <= now);
    return behind.isEmpty() && next.line.nanos() + window <= now;
  }
}
