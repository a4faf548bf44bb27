package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.Dial;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An HTTP/2 end in the pipeline of an active channel. */
public final class Http2End extends Http2ConnectionHandler implements TunnelConnection {

  /** Bytes under way in all streams together; a backlog in a slow network is no longer than this. */
  private static final int CONNECTION_WINDOW = 4 * 1024 * 1024;
  private static final int DEFAULT_WINDOW = 65_535;

  /** How long the other end has to close after it was told why. */
  private static final Duration PARTING = Duration.ofMillis(250);

  private final Dial dial;
  private final Windows windows = new Windows();
  private final Set<Passage> passages = new HashSet<>();
  private final Set<Passage> unflushed = new HashSet<>();
  private final PropertyKey passageKey = connection().newKey();
  private Duration roundTrip;
  private ChannelHandlerContext context;
  private Keepalive keepalive;
  private Promise<TunnelConnection> ready;
  private Promise<TunnelConnection> bothReady;
  private Promise<String> closed;
  private boolean flushing;

  Http2End(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings, Dial dial,
      Duration roundTrip) {
    super(decoder, encoder, settings, true);
    this.dial = dial;
    this.roundTrip = roundTrip;
  }

  /** The end that opens the streams: the HTTP/2 client. */
  public static Http2End opening(Duration roundTrip) {
    return new Http2EndBuilder(null, roundTrip).end();
  }

  /** The end that connects the streams to what they ask for: the HTTP/2 server. */
  public static Http2End dialing(Dial dial, Duration roundTrip) {
    return new Http2EndBuilder(dial, roundTrip).end();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) throws Exception {
    context = added;
    ready = added.executor().newPromise();
    bothReady = added.executor().newPromise();
    closed = added.executor().newPromise();
    keepalive = new Keepalive(added.executor(), this::ping, this::doubt,
        () -> close("nothing was heard from the other end for "
            + Keepalive.LOST_AFTER.toSeconds() + " s"));
    super.handlerAdded(added);
    // Only now that the channel is active: before, Netty would take the update as sent and lose it.
    decoder().flowController().incrementWindowSize(connection().connectionStream(),
        CONNECTION_WINDOW - DEFAULT_WINDOW);
    added.flush();
  }

  /** Done when the other end's SETTINGS have come. To be asked for once this is in a pipeline. */
  public Future<TunnelConnection> whenReady() {
    return ready;
  }

  /** Done when the other end has acknowledged this end's SETTINGS too, and so is ready itself. */
  public Future<TunnelConnection> whenBothReady() {
    return bothReady;
  }

  void ready() {
    ready.trySuccess(this);
  }

  void bothReady() {
    bothReady.trySuccess(this);
  }

  // What callers ask for

  @Override
  public void carry(SocketChannel socket, String authority) {
    if (closed.isDone() || !connection().local().canOpenStream()) {
      Sockets.reset(socket);
      return;
    }
    int id = connection().local().incrementAndGetNextStreamId();
    var headers = new DefaultHttp2Headers(false).method(HttpMethod.CONNECT.asciiName()).authority(authority);
    encoder().writeHeaders(context, id, headers, 0, false, context.newPromise());
    var stream = connection().stream(id);
    if (stream == null) {
      Sockets.reset(socket);
      close("all stream numbers of the connection are used up");
      return;
    }
    open(stream).join(socket);
    flushSoon();
  }

  @Override
  public int streams() {
    return passages.size();
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
    left(why);
    context.flush();
    context.executor().schedule(() -> context.close(), PARTING.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<String> closed() {
    return closed;
  }

  // What the other end says

  Passage passage(int id) {
    var stream = connection().stream(id);
    return stream == null ? null : stream.getProperty(passageKey);
  }

  /** The other end has opened a stream. */
  void asked(int id, Http2Headers headers) {
    var stream = connection().stream(id);
    if (closed.isDone()) {
      reset(stream, Http2Error.REFUSED_STREAM);
      return;
    }
    if (dial == null || headers.authority() == null
        || !HttpMethod.CONNECT.asciiName().contentEquals(headers.method())) {
      reset(stream, Http2Error.PROTOCOL_ERROR);
      return;
    }
    var passage = open(stream);
    dial.to(headers.authority().toString(), context.channel().eventLoop())
        .addListener((Future<SocketChannel> dialed) -> passage.dialed(dialed));
  }

  private Passage open(Http2Stream stream) {
    var passage = new Passage(this, stream, windows.open(), now());
    stream.setProperty(passageKey, passage);
    passages.add(passage);
    return passage;
  }

  void pinged(long sentNanos) {
    roundTrip = Duration.ofNanos(now() - sentNanos);
  }

  /** The other end goes, or this one; may be said more than once. */
  void left(String why) {
    keepalive.stop();
    closed.trySuccess(why);
    ready.tryFailure(new IOException(why));
    bothReady.tryFailure(new IOException(why));
    List.copyOf(passages).forEach(Passage::tunnelLost);
  }

  // What passages ask for

  ByteBufAllocator allocator() {
    return context.alloc();
  }

  /** Tells the other end that the stream leads somewhere. */
  void connected(Passage passage) {
    encoder().writeHeaders(context, passage.stream().id(),
        new DefaultHttp2Headers(false).status(HttpResponseStatus.OK.codeAsText()), 0, false, context.newPromise());
    flushSoon();
  }

  ChannelFuture send(Passage passage, ByteBuf bytes, boolean last) {
    flushSoon();
    return encoder().writeData(context, passage.stream().id(), bytes, 0, last, context.newPromise());
  }

  /** How many bytes the far end takes of it now, without those that wait here. */
  int sendWindow(Http2Stream stream) {
    return encoder().flowController().windowSize(stream);
  }

  /** Does nothing to a stream that has ended in order. */
  void reset(Http2Stream stream, Http2Error code) {
    if (stream.state() == Http2Stream.State.CLOSED) {
      return;
    }
    encoder().writeRstStream(context, stream.id(), code.code(), context.newPromise());
    flushSoon();
  }

  /** The bytes are on their way: as many may come again, and more if the stream can do with them. */
  void consumed(Passage passage, int bytes) {
    if (passage.stream().state() == Http2Stream.State.CLOSED) {
      return;
    }
    try {
      var flow = decoder().flowController();
      int growth = passage.window().growth(bytes, now(), roundTrip);
      if (growth > 0) {
        flow.incrementWindowSize(passage.stream(), growth);
      }
      if (flow.consumeBytes(passage.stream(), bytes) || growth > 0) {
        flushSoon();
      }
    } catch (Http2Exception e) {
      onError(context, false, e);
    }
  }

  void flushAfterRead(Passage passage) {
    unflushed.add(passage);
  }

  void over(Passage passage) {
    passages.remove(passage);
  }

  /** One write for all that happens in this turn of the loop, whichever sockets it comes from. */
  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      context.executor().execute(() -> {
        flushing = false;
        flush(context);
      });
    }
  }

  // What the channel says

  @Override
  public void channelRead(ChannelHandlerContext source, Object bytes) throws Exception {
    keepalive.heard();
    super.channelRead(source, bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext source) throws Exception {
    List.copyOf(unflushed).forEach(Passage::flush);
    unflushed.clear();
    super.channelReadComplete(source);
  }

  /** Also called by Netty, for a stream that breaks a rule. */
  @Override
  public ChannelFuture resetStream(ChannelHandlerContext source, int id, long code, ChannelPromise promise) {
    var passage = passage(id);
    if (passage != null) {
      passage.streamReset();
    }
    return super.resetStream(source, id, code, promise);
  }

  private void ping() {
    encoder().writePing(context, false, now(), context.newPromise());
    flush(context);
  }

  /** Who has asked for something since the other end was heard is better refused than kept waiting; streams that rest may yet go on. */
  private void doubt(long lastHeardNanos) {
    List.copyOf(passages).stream().filter(p -> p.askedNanos() - lastHeardNanos > 0)
        .forEach(p -> p.reset(Http2Error.CANCEL));
  }

  long now() {
    return context.executor().ticker().nanoTime();
  }

  @Override
  protected void onConnectionError(ChannelHandlerContext source, boolean outbound, Throwable cause,
      Http2Exception error) {
    left("HTTP/2 failed: " + cause.getMessage());
    super.onConnectionError(source, outbound, cause, error);
  }

  @Override
  public void channelInactive(ChannelHandlerContext source) throws Exception {
    left("the connection was lost");
    super.channelInactive(source);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext source, Throwable cause) throws Exception {
    left(cause.getMessage());
    context.close();
  }
}
