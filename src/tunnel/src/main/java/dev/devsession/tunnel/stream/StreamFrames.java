package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.socket.BufferBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/** The frames that streams send, flushed together once per turn of the event loop. */
final class StreamFrames {

  private final TunnelHttp2Handler http2;
  private final ChannelHandlerContext context;
  private final BufferBudget budget = BufferBudget.ofUnwritten();
  private final FirstWindow firstWindow = new FirstWindow();
  private boolean flushing;

  StreamFrames(TunnelHttp2Handler http2, ChannelHandlerContext context) {
    this.http2 = http2;
    this.context = context;
  }

  ByteBufAllocator allocator() {
    return context.alloc();
  }

  /** By the loop's ticker. */
  long nowNanos() {
    return context.executor().ticker().nanoTime();
  }

  /** Opens a stream to a target. Returns null if all stream numbers of the connection are used up. */
  Http2Stream openStream(String authority) {
    int id = http2.connection().local().incrementAndGetNextStreamId();
    var headers = new DefaultHttp2Headers(false).method(HttpMethod.CONNECT.asciiName()).authority(authority);
    http2.encoder().writeHeaders(context, id, headers, 0, false, context.newPromise());
    flushSoon();
    return http2.connection().stream(id);
  }

  /** Tells the other end that its stream is connected. */
  void confirmConnected(Http2Stream stream) {
    http2.encoder().writeHeaders(context, stream.id(),
        new DefaultHttp2Headers(false).status(HttpResponseStatus.OK.codeAsText()), 0, false, context.newPromise());
    flushSoon();
  }

  ChannelFuture sendData(Http2Stream stream, ByteBuf bytes, boolean last) {
    flushSoon();
    return http2.encoder().writeData(context, stream.id(), bytes, 0, last, context.newPromise());
  }

  ChannelFuture endStream(Http2Stream stream) {
    return sendData(stream, Unpooled.EMPTY_BUFFER, true);
  }

  /** How many more bytes the far end accepts now, without those that wait here. */
  int sendWindow(Http2Stream stream) {
    return http2.encoder().flowController().windowSize(stream);
  }

  /** Does nothing to a stream that has ended in order. */
  void resetStream(Http2Stream stream, Http2Error code) {
    if (stream.state() != Http2Stream.State.CLOSED) {
      http2.encoder().writeRstStream(context, stream.id(), code.code(), context.newPromise());
      flushSoon();
    }
  }

  /** The socket has written these bytes: opens the window for as many again, and for more if it limits the stream. */
  void returnToWindow(Http2Stream stream, Windows.Window window, int bytes) {
    if (stream.state() == Http2Stream.State.CLOSED) {
      return;
    }
    try {
      var flow = http2.decoder().flowController();
      int growth = window.growth(bytes, nowNanos(), http2.roundTrip(), budget.share());
      if (growth > 0) {
        flow.incrementWindowSize(stream, growth);
      }
      if (flow.consumeBytes(stream, bytes) || growth > 0) {
        flushSoon();
      }
    } catch (Http2Exception e) {
      http2.onError(context, false, e);
    }
  }

  /** Tells the other end how much of a stream it may send at first, if that has changed. */
  void announceFirstWindow() {
    int size = firstWindow.change(budget.share(), nowNanos());
    if (size > 0) {
      http2.encoder().writeSettings(context, new Http2Settings().initialWindowSize(size), context.newPromise());
      flushSoon();
    }
  }

  /**
   * The other end has applied another first window. If it has become smaller, a stream's window may be shut although
   * nothing is left to read: Netty opens it only when bytes are read.
   */
  void reopenWindow(Http2Stream stream) {
    try {
      http2.decoder().flowController().incrementWindowSize(stream, 0);
      flushSoon();
    } catch (Http2Exception e) {
      http2.onError(context, false, e);
    }
  }

  /** In this turn of the loop. */
  void flushSoon() {
    if (!flushing) {
      flushing = true;
      context.executor().execute(() -> {
        flushing = false;
        http2.flush(context);
      });
    }
  }
}
