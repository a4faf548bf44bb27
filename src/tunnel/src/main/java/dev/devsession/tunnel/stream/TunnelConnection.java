package dev.devsession.tunnel.stream;

import io.netty.util.concurrent.Future;
import java.time.Duration;

/**
 * One of a tunnel's two connections, from when the other end's SETTINGS have arrived until it is closed. Its methods
 * may be called on its event loop only.
 */
public interface TunnelConnection extends StreamOpener {
  /** How many TCP connections it carries. */
  int streams();

  /** The time since the last byte from the other end. */
  Duration silence();

  /** Asks the other end for a sign of life, besides the one that it gives every second. */
  void ping();

  /** The last measured round trip: of the hello, then of each PING. */
  Duration roundTrip();

  /** Tells the other end why, and resets all carried connections. */
  void close(String why);

  /** Succeeds with the reason, for people, when the connection is closed by either end or lost. */
  Future<String> closed();
}
