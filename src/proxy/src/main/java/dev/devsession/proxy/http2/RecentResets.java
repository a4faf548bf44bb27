package dev.devsession.proxy.http2;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The streams that this end has reset of late. Their sender may not know yet: what it sends on them breaks no rule, as
 * it would on a stream that it has ended itself (RFC 9113, 5.1).
 */
final class RecentResets {

  private static final int MOST = 1000;

  private final Set<Integer> streams = new LinkedHashSet<>();
  private int forgotten;

  void add(int stream) {
    streams.add(stream);
    if (streams.size() > MOST) {
      int oldest = streams.iterator().next();
      streams.remove(oldest);
      forgotten = Math.max(forgotten, oldest);
    }
  }

  /** Whether the stream may have been reset by this end. */
  boolean mayContain(int stream) {
    return stream <= forgotten || streams.contains(stream);
  }
}
