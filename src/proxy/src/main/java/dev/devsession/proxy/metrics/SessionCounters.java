package dev.devsession.proxy.metrics;

import java.util.Map;
import java.util.TreeMap;

/** What became of the requests of one intercepted port that a session's rules match. On the event loop only. */
public final class SessionCounters {

  private long matched;
  private long alsoMatched;
  private long connectionsOpened;
  private long connectionsClosed;
  private long mirrored;
  private final Map<String, Long> fellBack = new TreeMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private final Map<String, Long> copiesLost = new TreeMap<>();

  public void requestMatched() {
    matched++;
  }

  /** A request that went to an older session, whose rules match it too. */
  public void requestAlsoMatched() {
    alsoMatched++;
  }

  /** A matched request that the original answers, because the machine didn't. */
  public void requestFellBack(String reason) {
    fellBack.merge(reason, 1L, Long::sum);
  }

  /** A matched request that nobody answers, because the machine didn't. */
  public void requestRefused(String reason) {
    refused.merge(reason, 1L, Long::sum);
  }

  /** A connection that the machine took. */
  public void connectionOpened() {
    connectionsOpened++;
  }

  public void connectionClosed() {
    connectionsClosed++;
  }

  /** A request of which the machine gets a copy, as far as that is possible. */
  public void requestMirrored() {
    mirrored++;
  }

  /** A copy that the machine didn't get, or not whole. */
  public void copyLost(String reason) {
    copiesLost.merge(reason, 1L, Long::sum);
  }

  long matched() {
    return matched;
  }

  long alsoMatched() {
    return alsoMatched;
  }

  long activeConnections() {
    return connectionsOpened - connectionsClosed;
  }

  long mirrored() {
    return mirrored;
  }

  Map<String, Long> fellBack() {
    return fellBack;
  }

  Map<String, Long> refused() {
    return refused;
  }

  Map<String, Long> copiesLost() {
    return copiesLost;
  }
}
