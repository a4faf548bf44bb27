package dev.devsession.proxy.http2;

import dev.devsession.tunnel.socket.BufferBudget;
import dev.devsession.tunnel.socket.Sockets;
import dev.devsession.tunnel.stream.FirstWindow;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This proxy's end of one HTTP/2 connection, with a client or with a server that answers. */
final class Http2Peer extends Http2ConnectionHandler {

  /** What happens on the connection as a whole. */
  interface Events {
    /** A client has opened a stream. */
    default void requestReceived(Leg client, Http2Headers head, boolean last) {
      throw new IllegalStateException("a server opens no streams");
    }

    default void settingsReceived() {}

    default void pongReceived() {}

    /** Those of this end's streams that come after this one were not processed. */
    default void goAwayReceived(int lastStream) {}

    /** One stream fewer is open. */
    void streamClosed();

    /** The connection has ended. May be called more than once. @param broken the peer broke the protocol */
    void connectionLost(boolean broken);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Http2Peer.class);

  /** How much the streams of a connection may have in flight together. */
  private static final int CONNECTION_WINDOW = 1024 * 1024;
  private static final int DEFAULT_WINDOW = 65_535;

  private final Events events;
  private final FirstWindow firstWindow = new FirstWindow();
  private final Http2Connection.PropertyKey legs;
  private final RecentResets resets = new RecentResets();
  private final Runnable flush = this::flushNow;
  private ChannelHandlerContext context;
  private boolean flushing;
  private boolean failed;

  Http2Peer(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, Events events) {
    super(decoder, encoder, settings, true, false);
    this.events = events;
    legs = connection().newKey();
    setCumulator(new Cumulation());
  }

  /** Takes over a channel that doesn't read. */
  void start(SocketChannel socket) {
    // The end of what the other end sends is the end of the connection, and this one's comes after all it has written.
    socket.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    socket.config().setSoLinger(-1);
    socket.pipeline().addLast(new PacedReads(), this);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    connection().addListener(new Http2ConnectionAdapter() {
      @Override
      public void onStreamClosed(Http2Stream stream) {
        Leg leg = stream.getProperty(legs);
        if (leg != null) {
          leg.closed();
        }
        events.streamClosed();
      }
    });
    super.handlerAdded(added);
    decoder().flowController().incrementWindowSize(connection().connectionStream(),
        CONNECTION_WINDOW - DEFAULT_WINDOW);
    added.flush();
    added.read();
  }

  /** Null if the stream is closed, or was refused. */
  Leg leg(int id) {
    var stream = connection().stream(id);
    return stream == null ? null : stream.getProperty(legs);
  }

  void attach(Http2Stream stream, Leg leg) {
    stream.setProperty(legs, leg);
  }

  /** A copy, as {@link Leg}s may come and go meanwhile. */
  List<Leg> openLegs() {
    var open = new ArrayList<Leg>(connection().numActiveStreams());
    try {
      connection().forEachActiveStream(stream -> {
        Leg leg = stream.getProperty(legs);
        if (leg != null) {
          open.add(leg);
        }
        return true;
      });
    } catch (Http2Exception e) {
      throw new IllegalStateException(e); // the visitor throws none
    }
    return open;
  }

  int openStreams() {
    return connection().numActiveStreams();
  }

  /** A closed channel can't, though {@link Events#connectionLost} comes only in a later turn of the event loop. */
  boolean canOpenStream() {
    return context.channel().isActive() && connection().local().canOpenStream();
  }

  /** Sends a request's head. Returns null if the connection can't carry another stream, or has just failed. */
  Leg openStream(Http2Headers head, boolean last) {
    int id = connection().local().incrementAndGetNextStreamId();
    if (id < 0) {
      return null;
    }
    var written = encoder().writeHeaders(context, id, head, 0, last, context.newPromise());
    flushSoon();
    var stream = connection().stream(id);
    return stream == null || written.cause() != null ? null : new Leg(this, stream, false);
  }

  ChannelHandlerContext context() {
    return context;
  }

  ByteBufAllocator allocator() {
    return context.alloc();
  }

  long nowNanos() {
    return context.executor().ticker().nanoTime();
  }

  void sendGoAway(int lastStream) {
    goAway(context, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
    flushSoon();
  }

  void sendPing() {
    encoder().writePing(context, false, 0, context.newPromise());
    flushSoon();
  }

  /** Sends FIN after all that was written. */
  void finish() {
    if (context.channel().isActive()) {
      flush(context);
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> context.close());
    }
  }

  /** Cancels all streams and closes: the client doesn't wait for answers any more. */
  void abandon() {
    openLegs().forEach(leg -> leg.reset(Http2Error.CANCEL.code()));
    finish();
  }

  void reset() {
    Sockets.reset((SocketChannel) context.channel());
  }

  /** Once per turn of the event loop, so frames of many streams and connections leave together. */
  void flushSoon() {
    if (!flushing) {
      flushing = true;
      context.executor().execute(flush);
    }
  }

  private void flushNow() {
    flushing = false;
    int size = firstWindow.change(BufferBudget.ofUnwritten().share(), nowNanos());
    if (size > 0 && context.channel().isActive()) {
      encoder().writeSettings(context, new Http2Settings().initialWindowSize(size), context.newPromise());
    }
    flush(context);
  }

  /**
   * The other end has applied another first window. If it has become smaller, a stream's window may be shut although
   * nothing is left to read: Netty opens it only when bytes are read.
   */
  void firstWindowApplied() {
    openLegs().forEach(Leg::reopenWindow);
  }

  /** Also called by Netty, for a stream that breaks a rule. */
  @Override
  public ChannelFuture resetStream(ChannelHandlerContext source, int id, long code, ChannelPromise promise) {
    resets.add(id);
    var leg = leg(id);
    var sent = super.resetStream(source, id, code, promise);
    if (leg != null) {
      leg.resetSent(code);
    }
    flushSoon();
    return sent;
  }

  /** Netty is milder than RFC 9113, 5.1, with a client that goes on after it has ended a stream. */
  @Override
  protected void onStreamError(ChannelHandlerContext source, boolean outbound, Throwable cause,
      Http2Exception.StreamException error) {
    int id = error.streamId();
    boolean unknown = connection().stream(id) == null && error.error() == Http2Error.STREAM_CLOSED;
    var leg = leg(id);
    if (!outbound && connection().isServer() && unknown && !resets.mayContain(id)) {
      var broken = Http2Exception.connectionError(Http2Error.STREAM_CLOSED, error.getMessage());
      onConnectionError(source, false, broken, broken);
    } else if (!outbound && leg != null && leg.isEnded() && error.getMessage().contains("too many headers")) {
      encoder().writeRstStream(source, id, Http2Error.STREAM_CLOSED.code(), source.newPromise());
    } else {
      super.onStreamError(source, outbound, cause, error);
    }
  }

  @Override
  protected void onConnectionError(ChannelHandlerContext source, boolean outbound, Throwable cause,
      Http2Exception error) {
    if (!failed) {
      failed = true;
      logFailure(cause, error);
    }
    events.connectionLost(true);
    super.onConnectionError(source, outbound, cause, error);
  }

  private void logFailure(Throwable cause, Http2Exception error) {
    if (error == null && !(cause instanceof IOException)) {
      LOG.error("an HTTP/2 connection is closed", cause);
    } else if (error != null && error.error() == Http2Error.ENHANCE_YOUR_CALM) {
      LOG.atWarn()
          .addKeyValue("peer", context.channel().remoteAddress())
          .log("an HTTP/2 connection is closed: {}", error.getMessage());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext source) throws Exception {
    events.connectionLost(false);
    super.channelInactive(source);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext source, Throwable cause) throws Exception {
    if (cause instanceof IOException) {
      source.close(); // reset by the other end
    } else {
      onError(source, false, cause);
    }
  }

  void forEachLegAfter(int lastStream, Consumer<Leg> action) {
    openLegs().stream().filter(leg -> leg.id() > lastStream).forEach(action);
  }
}
