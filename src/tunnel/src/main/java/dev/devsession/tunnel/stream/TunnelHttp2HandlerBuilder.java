package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.StreamConnector;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.time.Duration;

/** The settings of HTTP/2 in the tunnel. */
final class TunnelHttp2HandlerBuilder
    extends
      AbstractHttp2ConnectionHandlerBuilder<TunnelHttp2Handler, TunnelHttp2HandlerBuilder> {

  private static final int MAX_FRAME_BYTES = 64 * 1024;
  private static final int MAX_STREAMS = 2048;
  /** What each stream sends before it is the next one's turn. By default many streams would send tiny frames each. */
  private static final int FAIR_BYTES = 16 * 1024;
  private static final int MAX_UNSENT_CONTROL_FRAMES = 16 * MAX_STREAMS;

  private final StreamConnector connector;
  private final Duration roundTrip;

  /** @param connector null for the end that opens the streams */
  TunnelHttp2HandlerBuilder(StreamConnector connector, Duration roundTrip) {
    this.connector = connector;
    this.roundTrip = roundTrip;
    var connection = new DefaultHttp2Connection(connector != null);
    // Unread bytes count against their own stream only; otherwise a few without a reader would stop all the others.
    connection.local().flowController(new DefaultHttp2LocalFlowController(connection, Windows.REOPENED_AT, true));
    var distributor = new UniformStreamByteDistributor(connection);
    distributor.minAllocationChunk(FAIR_BYTES);
    connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, distributor));
    connection(connection);
    var settings = new Http2Settings().initialWindowSize(Windows.FIRST).maxFrameSize(MAX_FRAME_BYTES);
    initialSettings(connector == null ? settings.pushEnabled(false) : settings.maxConcurrentStreams(MAX_STREAMS));
    // No limit on resets: here a reset is a normal end of a connection, and the other end is authenticated.
    decoderEnforceMaxRstFramesPerWindow(0, 0);
    encoderEnforceMaxRstFramesPerWindow(0, 0);
    // Protects against an end that sends requests and doesn't read the answers.
    encoderEnforceMaxQueuedControlFrames(MAX_UNSENT_CONTROL_FRAMES);
    decoupleCloseAndGoAway(true);
  }

  @Override
  protected TunnelHttp2Handler build() {
    return super.build();
  }

  @Override
  protected TunnelHttp2Handler build(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder,
      Http2Settings settings) {
    var http2 = new TunnelHttp2Handler(decoder, encoder, settings, roundTrip);
    frameListener(new TunnelFrameListener(http2, connector));
    return http2;
  }
}
