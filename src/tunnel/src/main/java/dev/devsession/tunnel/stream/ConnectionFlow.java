package dev.devsession.tunnel.stream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Keeps HTTP/2's window of all streams together as large as {@link ConnectionWindow} wants it. Netty gives bytes back
 * to it as they arrive, so those that wait for a slow socket don't count.
 */
final class ConnectionFlow {

  private static final int DEFAULT_WINDOW = 65_535;
  /** The window is opened again as soon as so much of it is left, so that a sender finds most of it. */
  private static final float REOPENED_AT = 0.9f;

  private final ConnectionWindow window = new ConnectionWindow();
  private final Http2Connection connection;
  private final DefaultHttp2LocalFlowController flow;
  private final Http2ConnectionEncoder encoder;
  private final StreamFrames frames;

  ConnectionFlow(TunnelHttp2Handler http2, StreamFrames frames) {
    this.connection = http2.connection();
    this.flow = (DefaultHttp2LocalFlowController) http2.decoder().flowController();
    this.encoder = http2.encoder();
    this.frames = frames;
  }

  /** To be called once the channel is active: before, Netty would take the update as sent and lose it. */
  void begin() throws Http2Exception {
    flow.windowUpdateRatio(connection.connectionStream(), REOPENED_AT);
    flow.incrementWindowSize(connection.connectionStream(), window.size() - DEFAULT_WINDOW);
  }

  /** Bytes of a stream have arrived, and wait for its socket. */
  void dataReceived(ChannelHandlerContext context, int bytes) {
    long nowNanos = frames.nowNanos();
    if (window.received(bytes, nowNanos)) {
      encoder.writePing(context, false, nowNanos, context.newPromise());
      frames.flushSoon();
    }
  }

  /** A PING of this time is answered. */
  void answered(long sentNanos) throws Http2Exception {
    window.answered(sentNanos, frames.nowNanos());
    int change = window.size() - flow.initialWindowSize(connection.connectionStream());
    if (change != 0) {
      flow.incrementWindowSize(connection.connectionStream(), change);
      frames.flushSoon();
    }
  }
}
