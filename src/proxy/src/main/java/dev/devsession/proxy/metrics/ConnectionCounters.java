package dev.devsession.proxy.metrics;

import java.util.EnumMap;
import java.util.Map;

/** The counters of the connections of one kind. To be used on the event loop only. */
public final class ConnectionCounters {

  private long opened;
  private long closed;
  private long resets;
  private long bytesToMachine;
  private long bytesFromMachine;
  private final Map<DialFailure, Long> dialFailures = new EnumMap<>(DialFailure.class);

  void opened() {
    opened++;
  }

  void closed(boolean byReset) {
    closed++;
    resets += byReset ? 1 : 0;
  }

  void toMachine(int bytes) {
    bytesToMachine += bytes;
  }

  void fromMachine(int bytes) {
    bytesFromMachine += bytes;
  }

  /** Counts a connection whose target could not be reached. */
  public void dialFailed(DialFailure reason) {
    dialFailures.merge(reason, 1L, Long::sum);
  }

  long total() {
    return opened;
  }

  long active() {
    return opened - closed;
  }

  long resets() {
    return resets;
  }

  long bytesToMachine() {
    return bytesToMachine;
  }

  long bytesFromMachine() {
    return bytesFromMachine;
  }

  Map<DialFailure, Long> dialFailures() {
    return dialFailures;
  }
}
