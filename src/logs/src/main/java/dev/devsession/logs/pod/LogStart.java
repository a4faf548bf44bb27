package dev.devsession.logs.pod;

import java.time.Duration;

/**
 * Of which start of a container the stream is that is read. The status may tell it later than the log itself.
 *
 * @param number as far as the status told; the container's first start has 0
 * @param step how many starts after that of the stream before
 */
public record LogStart(int number, int step) {
  /** Before the first stream, which is to be complete from the container's first start on. */
  public static final LogStart NONE = new LogStart(-1, 0);
  /** A line can be written before the node has noted the start; and the status has full seconds. */
  private static final Duration EARLY = Duration.ofSeconds(1);
  private static final long SECOND = 1_000_000_000L;

  /** For a stream that is opened when this is the container's status. */
  public LogStart next(ContainerView container) {
    return new LogStart(Math.max(number, container.restarts()), container.restarts() - number);
  }

  /** The same stream, if meanwhile a status came that tells of its start; its first line has this time. */
  public LogStart told(ContainerView now, long firstLine) {
    int later = now.restarts() - number;
    return later > 0 && now.started().filter(t -> firstLine >= t.minus(EARLY).getEpochSecond() * SECOND).isPresent()
        ? new LogStart(now.restarts(), step + later)
        : this;
  }

  /** Whether the stream before was of the same start. */
  public boolean isSame() {
    return step <= 0;
  }

  /** Whether starts between can't be read any more. @param past whether the one before this could be */
  public boolean passesOver(boolean past) {
    return step > (past ? 2 : 1);
  }
}
