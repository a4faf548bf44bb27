package dev.devsession.proxy.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of the requests of one intercepted port. To be used on the event loop only. */
public final class InterceptCounters {

  private long passed;
  private long tlsConnectionsPassed;
  private final Map<String, SessionCounters> bySession = new TreeMap<>();

  /** A request that no session asks for. */
  public void requestPassed() {
    passed++;
  }

  /** A connection that begins with TLS and is passed on whole. */
  public void tlsPassed() {
    tlsConnectionsPassed++;
  }

  public SessionCounters of(String session) {
    return bySession.computeIfAbsent(session, name -> new SessionCounters());
  }

  /** Forgets the sessions that are gone. One that comes back is counted from zero. */
  public void keep(Set<String> sessions) {
    bySession.keySet().retainAll(sessions);
    sessions.forEach(this::of);
  }

  long passed() {
    return passed;
  }

  long tlsConnectionsPassed() {
    return tlsConnectionsPassed;
  }

  Map<String, SessionCounters> bySession() {
    return bySession;
  }
}
