package dev.devsession.tunnel.stream;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The relays of a connection's streams, from its opening until its end. */
final class StreamRegistry {

  private final Http2Connection connection;
  private final Http2Connection.PropertyKey key;
  private final StreamFrames frames;
  private final Burst burst = new Burst();
  private final Set<StreamRelay> relays = new HashSet<>();
  private final Set<StreamRelay> unflushed = new HashSet<>();

  StreamRegistry(Http2Connection connection, StreamFrames frames) {
    this.connection = connection;
    this.frames = frames;
    key = connection.newKey();
  }

  StreamRelay add(Http2Stream stream) {
    var relay = new StreamRelay(stream, Windows.ofTunnel().open(), frames, this);
    stream.setProperty(key, relay);
    relays.add(relay);
    return relay;
  }

  /** Returns null if the stream is closed, or was refused. */
  StreamRelay get(int id) {
    var stream = connection.stream(id);
    return stream == null ? null : stream.getProperty(key);
  }

  void remove(StreamRelay relay) {
    relays.remove(relay);
  }

  int count() {
    return relays.size();
  }

  void flushAfterRead(StreamRelay relay) {
    unflushed.add(relay);
  }

  /** All bytes of one read of the connection were handed to their relays. */
  void flush() {
    List.copyOf(unflushed).forEach(StreamRelay::flush);
    unflushed.clear();
    frames.announceFirstWindow();
  }

  /** The other end has applied what was announced. */
  void firstWindowApplied() {
    List.copyOf(relays).forEach(StreamRelay::reopenWindow);
  }

  /** To be called at regular intervals. */
  void check() {
    frames.announceFirstWindow();
    if (burst.isOver(count())) {
      System.gc();
    }
  }

  /**
   * Resets the streams whose sockets have sent bytes since then: the other end is silent, and a client that waits for
   * an answer should fail early. Idle streams may continue if the other end sends again.
   */
  void resetActiveSince(long nanos) {
    List.copyOf(relays).stream().filter(relay -> relay.lastSentNanos() - nanos > 0)
        .forEach(relay -> relay.reset(Http2Error.CANCEL));
  }

  void tunnelLost() {
    List.copyOf(relays).forEach(StreamRelay::tunnelLost);
  }
}
