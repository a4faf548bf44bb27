package dev.devsession.proxy.http2;

import dev.devsession.tunnel.stream.Windows;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** The settings and limits of HTTP/2 with clients and with the servers that answer them. */
final class Http2PeerBuilder extends AbstractHttp2ConnectionHandlerBuilder<Http2Peer, Http2PeerBuilder> {

  /** The server behind limits them too; this one keeps a connection's memory bounded. */
  static final int MAX_STREAMS = 1000;
  static final int MAX_HEADER_BYTES = 64 * 1024;
  /** Honest clients cancel streams too: those whose deadlines are over. */
  static final int MAX_RESETS = 2000;
  static final int RESETS_SECONDS = 10;
  /** Answers to PING and SETTINGS, and resets, that a peer has not read. */
  static final int MAX_UNREAD_CONTROL_FRAMES = 10_000;
  static final int MAX_EMPTY_DATA_FRAMES = 100;
  static final int MAX_SMALL_CONTINUATIONS = 16;
  /** What each stream sends before it is the next one's turn. By default many streams would send tiny frames each. */
  private static final int FAIR_BYTES = 16 * 1024;

  private final Http2Peer.Events events;

  private Http2PeerBuilder(boolean server, Http2Peer.Events events) {
    this.events = events;
    var connection = new DefaultHttp2Connection(server);
    // Unread bytes count against their own stream only; otherwise a few without a reader would stop all the others.
    connection.local().flowController(new DefaultHttp2LocalFlowController(connection, Windows.REOPENED_AT, true));
    var distributor = new UniformStreamByteDistributor(connection);
    distributor.minAllocationChunk(FAIR_BYTES);
    connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, distributor));
    connection(connection);
    var settings = new Http2Settings().initialWindowSize(Windows.FIRST).maxHeaderListSize(MAX_HEADER_BYTES);
    initialSettings(server ? settings.maxConcurrentStreams(MAX_STREAMS) : settings.pushEnabled(false));
    validateRequiredPseudoHeaders(true);
    // A server's limit is for it to enforce: its answer says more than a reset.
    encoderIgnoreMaxHeaderListSize(true);
    decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES);
    decoderEnforceMaxSmallContinuationFrames(MAX_SMALL_CONTINUATIONS);
    decoderEnforceMaxRstFramesPerWindow(server ? MAX_RESETS : 0, RESETS_SECONDS);
    // Against a client that makes this end reset its streams. What it cancels itself is counted where it is read.
    encoderEnforceMaxRstFramesPerWindow(server ? MAX_RESETS : 0, RESETS_SECONDS);
    encoderEnforceMaxQueuedControlFrames(MAX_UNREAD_CONTROL_FRAMES);
    decoupleCloseAndGoAway(true);
  }

  /** The end that a client opens streams to. */
  static Http2Peer towardsClient(Http2Peer.Events events) {
    return new Http2PeerBuilder(true, events).build();
  }

  /** The end that opens streams to a server. */
  static Http2Peer towardsServer(Http2Peer.Events events) {
    return new Http2PeerBuilder(false, events).build();
  }

  @Override
  protected Http2Peer build(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
    var peer = new Http2Peer(decoder, encoder, settings, events);
    frameListener(new Http2PeerListener(peer, events));
    return peer;
  }
}
