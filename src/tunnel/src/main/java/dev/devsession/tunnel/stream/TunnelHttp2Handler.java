package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One end of the tunnel, in the pipeline of an active channel: HTTP/2 from the SETTINGS on. */
public final class TunnelHttp2Handler extends Http2ConnectionHandler implements TunnelConnection {

  /** How long the other end has to close after it received the reason. */
  private static final Duration CLOSE_DELAY = Duration.ofMillis(250);

  private Duration roundTrip;
  private ConnectionFlow flow;
  private ChannelHandlerContext context;
  private StreamFrames frames;
  private StreamRegistry relays;
  private Keepalive keepalive;
  private Promise<TunnelConnection> ready;
  private Promise<TunnelConnection> bothReady;
  private Promise<String> closed;
  private final WaitingSockets waiting = new WaitingSockets();

  TunnelHttp2Handler(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings,
      Duration roundTrip) {
    super(decoder, encoder, settings, true);
    this.roundTrip = roundTrip;
  }

  /** The end that opens the streams: the HTTP/2 client. */
  public static TunnelHttp2Handler openingStreams(Duration roundTrip) {
    return new TunnelHttp2HandlerBuilder(null, roundTrip).build();
  }

  /** The end that connects the streams to their targets: the HTTP/2 server. */
  public static TunnelHttp2Handler acceptingStreams(StreamConnector connector, Duration roundTrip) {
    return new TunnelHttp2HandlerBuilder(connector, roundTrip).build();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    frames = new StreamFrames(this, added);
    relays = new StreamRegistry(connection(), frames);
    ready = added.executor().newPromise();
    bothReady = added.executor().newPromise();
    closed = added.executor().newPromise();
    connection().addListener(new Http2ConnectionAdapter() {
      @Override
      public void onStreamClosed(Http2Stream stream) {
        if (!waiting.isEmpty()) {
          added.executor().execute(() -> openWaiting());
        }
      }
    });
    keepalive = new Keepalive(added.executor(), this::sendPing, relays::resetActiveSince,
        () -> close("the other end has been silent for " + Keepalive.LOST_AFTER.toSeconds() + " s"));
    super.handlerAdded(added);
    flow = new ConnectionFlow(this, frames);
    flow.begin();
    added.flush();
  }

  /** Done when the other end's SETTINGS have arrived. May be called once this is in a pipeline. */
  public Future<TunnelConnection> whenReady() {
    return ready;
  }

  /** Done when the other end has acknowledged this end's SETTINGS too, and so is ready itself. */
  public Future<TunnelConnection> whenBothReady() {
    return bothReady;
  }

  void settingsReceived() {
    ready.trySuccess(this);
  }

  void settingsAcknowledged() {
    bothReady.trySuccess(this);
    relays.firstWindowApplied();
  }

  StreamFrames frames() {
    return frames;
  }

  StreamRegistry relays() {
    return relays;
  }

  @Override
  public void carry(SocketChannel socket, String authority) {
    if (closed.isDone()) {
      Sockets.reset(socket);
    } else if (!waiting.isEmpty() || !connection().local().canOpenStream()) {
      waiting.add(socket, authority, streams());
    } else {
      openFor(socket, authority);
    }
  }

  @Override
  public Future<ConnectedStream> open(String authority) {
    if (closed.isDone() || !waiting.isEmpty() || !connection().local().canOpenStream()) {
      return context.executor().newFailedFuture(new IOException("the connection carries no further stream"));
    }
    var stream = openStream(authority);
    return stream == null
        ? context.executor().newFailedFuture(new IOException("the connection was closed"))
        : relays.add(stream).whenConnected(context.executor());
  }

  private void openFor(SocketChannel socket, String authority) {
    var stream = openStream(authority);
    if (stream == null) {
      Sockets.reset(socket);
    } else {
      relays.add(stream).join(socket);
    }
  }

  /** Null if the connection has no number left for a stream; it is then closed. */
  private Http2Stream openStream(String authority) {
    var stream = frames.openStream(authority);
    if (stream == null) {
      close("all stream numbers of the connection are used up");
    }
    return stream;
  }

  /** A stream has ended: the connections that wait may have theirs. */
  private void openWaiting() {
    while (!closed.isDone() && !waiting.isEmpty() && connection().local().canOpenStream()) {
      var next = waiting.next();
      if (next != null) {
        openFor(next.socket(), next.authority());
        if (next.socket().pipeline().get(HeldReads.class) != null) {
          next.socket().pipeline().remove(HeldReads.class);
        }
      }
    }
  }

  @Override
  public int streams() {
    return relays.count();
  }

  @Override
  public Duration silence() {
    return keepalive.silence();
  }

  @Override
  public Duration roundTrip() {
    return roundTrip;
  }

  @Override
  public void close(String why) {
    if (closed.isDone()) {
      return;
    }
    goAway(context, connection().remote().lastStreamCreated(), Http2Error.NO_ERROR.code(),
        ByteBufUtil.writeUtf8(context.alloc(), why), context.newPromise());
    connectionEnded(why);
    context.flush();
    context.executor().schedule(() -> context.close(), CLOSE_DELAY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<String> closed() {
    return closed;
  }

  void pongReceived(long sentNanos) throws Http2Exception {
    roundTrip = Duration.ofNanos(frames.nowNanos() - sentNanos);
    flow.answered(sentNanos);
  }

  ConnectionFlow flow() {
    return flow;
  }

  /** One of the two ends closes the connection; may be called more than once. */
  void connectionEnded(String why) {
    keepalive.stop();
    closed.trySuccess(why);
    ready.tryFailure(new IOException(why));
    bothReady.tryFailure(new IOException(why));
    relays.tunnelLost();
    waiting.resetAll();
  }

  private void sendPing() {
    relays.check();
    ping();
  }

  @Override
  public void ping() {
    encoder().writePing(context, false, frames.nowNanos(), context.newPromise());
    flush(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext source, Object bytes) throws Exception {
    keepalive.recordReceived();
    super.channelRead(source, bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext source) throws Exception {
    relays.flush();
    super.channelReadComplete(source);
  }

  /** Also called by Netty, for a stream that breaks a rule. */
  @Override
  public ChannelFuture resetStream(ChannelHandlerContext source, int id, long code, ChannelPromise promise) {
    var relay = relays.get(id);
    if (relay != null) {
      relay.streamReset(code);
    }
    return super.resetStream(source, id, code, promise);
  }

  @Override
  protected void onConnectionError(ChannelHandlerContext source, boolean outbound, Throwable cause,
      Http2Exception error) {
    connectionEnded("HTTP/2 failed: " + cause.getMessage());
    super.onConnectionError(source, outbound, cause, error);
  }

  @Override
  public void channelInactive(ChannelHandlerContext source) throws Exception {
    connectionEnded("the connection was lost");
    super.channelInactive(source);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext source, Throwable cause) throws Exception {
    connectionEnded(cause.getMessage());
    context.close();
  }
}
