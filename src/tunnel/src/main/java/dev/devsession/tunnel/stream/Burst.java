package dev.devsession.tunnel.stream;

/** Notices that many streams have ended: the time to give their memory back, which no collector does by itself. */
final class Burst {

  /** Fewer streams leave too little behind. */
  private static final int LEAST = 100;

  private int most;
  private int before;

  /**
   * Returns true once when a burst is over; to be called at regular intervals.
   *
   * @param streams that are open
   */
  boolean isOver(int streams) {
    most = Math.max(most, streams);
    boolean over = most >= LEAST && streams <= most / 4 && streams <= before;
    before = streams;
    if (over) {
      most = streams;
    }
    return over;
  }
}
