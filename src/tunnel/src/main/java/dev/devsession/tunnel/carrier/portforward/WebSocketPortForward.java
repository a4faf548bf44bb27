package dev.devsession.tunnel.carrier.portforward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Port-forward over a WebSocket, sub-protocol {@code v4.channel.k8s.io}, for one port: channel 0 is the data, channel 1
 * an error's text. On each, the server first sends the port's number in two bytes.
 */
final class WebSocketPortForward extends PortForward {

  private static final int DATA = 0;
  private static final int ERROR = 1;
  private static final int NO_CHANNEL = -1;
  private static final int NO_STATUS = -1;

  private final int[] portBytesAwaited = {2, 2};
  /** Channel of the message that is being received; its first byte names it. */
  private int channel = NO_CHANNEL;

  WebSocketPortForward(ConnectAttempt attempt) {
    super(attempt, new Messages());
  }

  /**
   * Each a binary message whose first byte is the number of the data channel. A message is never cut into several
   * frames: containerd takes the first byte of each frame for the number of a channel.
   */
  private static final class Messages implements FrameWriter.Format {
    @Override
    public ByteBuf begin(ByteBufAllocator alloc, int dataLength) {
      return alloc.directBuffer(1 + dataLength).writeByte(DATA);
    }

    @Override
    public Object finish(ByteBuf frame) {
      return new BinaryWebSocketFrame(frame);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case PingWebSocketFrame ping -> ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
      case PongWebSocketFrame _ -> {
        // The agent sends no pings.
      }
      case CloseWebSocketFrame close -> {
        int code = close.statusCode();
        if (code != NO_STATUS && code != WebSocketCloseStatus.NORMAL_CLOSURE.code()) {
          errorReceived("\nWebSocket closed with " + code + " " + close.reasonText());
        }
        connectionEnded(ctx);
      }
      case WebSocketFrame frame -> frameReceived(ctx, frame);
      default -> throw new IllegalArgumentException("expected a WebSocket frame, got " + message);
    }
    ReferenceCountUtil.release(message);
  }

  private void frameReceived(ChannelHandlerContext ctx, WebSocketFrame frame) {
    ByteBuf bytes = frame.content();
    if (!(frame instanceof ContinuationWebSocketFrame)) {
      channel = NO_CHANNEL;
    }
    if (channel == NO_CHANNEL && bytes.isReadable()) {
      channel = bytes.readUnsignedByte();
    }
    if (channel != DATA && channel != ERROR) {
      return;
    }
    int skipped = Math.min(portBytesAwaited[channel], bytes.readableBytes());
    bytes.skipBytes(skipped);
    portBytesAwaited[channel] -= skipped;
    if (skipped > 0 && portBytesAwaited[DATA] + portBytesAwaited[ERROR] == 0) {
      portAccepted(ctx);
    }
    if (channel == DATA) {
      dataReceived(ctx, bytes.retain());
    } else {
      errorReceived(text(bytes));
    }
  }

  @Override
  void writeCloseFrame(ChannelHandlerContext ctx) {
    ctx.write(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
  }
}
