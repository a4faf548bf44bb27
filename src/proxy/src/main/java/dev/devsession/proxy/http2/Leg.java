package dev.devsession.proxy.http2;

import dev.devsession.tunnel.socket.BufferBudget;
import dev.devsession.tunnel.stream.Windows;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;

/** One of the two streams of an exchange: the client's, or the one to the server that answers. */
final class Leg {

  /** As much as a machine behind a tunnel may be away. A window that takes longer to fill limits no stream. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(100);

  /** All of them together are smaller than what a client may hold: no stream is ended for bytes that were asked for. */
  private static final Windows WINDOWS = new Windows(HeldMemory.MOST_OF_CLIENT / 4,
      HeldMemory.MOST_OF_CLIENT / 4 * 3);

  private final Http2Peer peer;
  private final Http2Stream stream;
  private Exchange exchange;
  private Windows.Window window;
  private boolean ended;
  private ChannelFuture lastSent;

  /** @param ended whether the other end has sent all it has to */
  Leg(Http2Peer peer, Http2Stream stream, boolean ended) {
    this.peer = peer;
    this.stream = stream;
    this.ended = ended;
  }

  void join(Exchange joined) {
    exchange = joined;
    peer.attach(stream, this);
  }

  int id() {
    return stream.id();
  }

  Exchange exchange() {
    return exchange;
  }

  /** Whether the other end has sent all it has to. */
  boolean isEnded() {
    return ended;
  }

  // What the other end sends

  void headersReceived(Http2Headers headers, boolean last) throws Http2Exception {
    ended |= last;
    exchange.headersReceived(this, headers, last);
  }

  /** The bytes stay the caller's. */
  void dataReceived(ByteBuf bytes, boolean last) throws Http2Exception {
    ended |= last;
    if (bytes.isReadable() || last) {
      exchange.dataReceived(this, bytes, last);
    }
  }

  void resetReceived(long code) {
    exchange.resetReceived(this, code);
  }

  // What this end sends

  private boolean canSend() {
    return stream.state() == Http2Stream.State.OPEN || stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE;
  }

  void sendHeaders(Http2Headers headers, boolean last) {
    if (canSend()) {
      lastSent = peer.encoder().writeHeaders(peer.context(), stream.id(), headers, 0, last,
          peer.context().newPromise());
      peer.flushSoon();
    }
  }

  /** Takes over the bytes; done when they are sent. */
  ChannelFuture sendData(ByteBuf bytes, boolean last) {
    lastSent = peer.encoder().writeData(peer.context(), stream.id(), bytes, 0, last, peer.context().newPromise());
    peer.flushSoon();
    return lastSent;
  }

  /** Whether what is sent leaves now, and doesn't wait for the other end. */
  boolean keepsUp() {
    return peer.encoder().flowController().isWritable(stream);
  }

  /** For what has to wait: the bytes themselves would keep the whole network read in memory that they came in. */
  ByteBuf copy(ByteBuf bytes) {
    return peer.allocator().buffer(bytes.readableBytes()).writeBytes(bytes);
  }

  /** Does nothing to a stream that has ended in order. */
  void reset(long code) {
    if (stream.state() != Http2Stream.State.CLOSED) {
      peer.encoder().writeRstStream(peer.context(), stream.id(), code, peer.context().newPromise());
    }
  }

  /** Resets the stream once all that was sent to it has left. */
  void resetAfterSent(long code) {
    if (lastSent == null || lastSent.isDone()) {
      reset(code);
    } else {
      lastSent.addListener(sent -> reset(code));
    }
  }

  /** This end has reset the stream. */
  void resetSent(long code) {
    exchange.resetSent(this, code);
  }

  /** The bytes have been passed on: opens the window for as many again, and for more if it limits the stream. */
  void returnToWindow(int bytes) {
    if (bytes == 0 || stream.state() == Http2Stream.State.CLOSED) {
      return;
    }
    if (window == null) {
      window = WINDOWS.open();
    }
    try {
      var flow = peer.decoder().flowController();
      int growth = ended ? 0 : window.growth(bytes, peer.nowNanos(), ROUND_TRIP, BufferBudget.ofUnwritten().share());
      if (growth > 0) {
        flow.incrementWindowSize(stream, growth);
      }
      if (flow.consumeBytes(stream, bytes) || growth > 0) {
        peer.flushSoon();
      }
    } catch (Http2Exception e) {
      peer.onError(peer.context(), false, e);
    }
  }

  void reopenWindow() {
    try {
      peer.decoder().flowController().incrementWindowSize(stream, 0);
      peer.flushSoon();
    } catch (Http2Exception e) {
      peer.onError(peer.context(), false, e);
    }
  }

  Http2Exception broken(String how) {
    return Http2Exception.streamError(stream.id(), Http2Error.PROTOCOL_ERROR, how);
  }

  void closed() {
    if (window != null) {
      window.close();
    }
  }
}
