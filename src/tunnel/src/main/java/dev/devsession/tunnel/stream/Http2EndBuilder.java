package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.Dial;
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
final class Http2EndBuilder extends AbstractHttp2ConnectionHandlerBuilder<Http2End, Http2EndBuilder> {

  private static final int MAX_FRAME_BYTES = 64 * 1024;
  private static final int MAX_STREAMS = 1024;

  private final Dial dial;
  private final Duration roundTrip;

  /** @param dial null for the end that opens the streams */
  Http2EndBuilder(Dial dial, Duration roundTrip) {
    this.dial = dial;
    this.roundTrip = roundTrip;
    var connection = new DefaultHttp2Connection(dial != null);
    // Unread bytes count against their own stream only; otherwise some that nobody reads would stop all the others.
    connection.local().flowController(new DefaultHttp2LocalFlowController(connection, Windows.REOPENED_AT, true));
    connection.remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
    connection(connection);
    var settings = new Http2Settings().initialWindowSize(Windows.FIRST).maxFrameSize(MAX_FRAME_BYTES);
    initialSettings(dial == null ? settings.pushEnabled(false) : settings.maxConcurrentStreams(MAX_STREAMS));
    // Limits against strangers: here a reset is the daily end of a connection, and the other end is known.
    decoderEnforceMaxRstFramesPerWindow(0, 0);
    encoderEnforceMaxRstFramesPerWindow(0, 0);
    encoderEnforceMaxQueuedControlFrames(0);
    decoupleCloseAndGoAway(true);
  }

  Http2End end() {
    return build();
  }

  @Override
  protected Http2End build(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    var end = new Http2End(decoder, encoder, settings, dial, roundTrip);
    frameListener(new Frames(end));
    return end;
  }
}
