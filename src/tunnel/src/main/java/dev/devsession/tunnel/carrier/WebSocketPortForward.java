package dev.devsession.tunnel.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

/**
 * Port-forward over a WebSocket, sub-protocol {@code v4.channel.k8s.io}, for one port: channel 0 is the data, channel 1 an
 * error's text. On each, the server first sends the port's number in two bytes.
 */
final class WebSocketPortForward extends PortForward implements FrameReader.Sink {

  static final String PROTOCOL = "v4.channel.k8s.io";
  static final int DATA = 0;
  private static final int ERROR = 1;
  private static final int PONG = 10;
  private static final int NORMAL_CLOSURE = 1000;
  private static final int NO_STATUS = 1005;

  private final FrameReader reader = new FrameReader(this);
  private final int[] portBytesAwaited = {2, 2};
  private ChannelHandlerContext context;

  WebSocketPortForward(Opening opening) {
    super(opening, new MaskedFrames());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    super.handlerAdded(ctx);
    context = ctx;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      reader.read(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void payload(int channel, ByteBuf bytes) {
    if (channel != DATA && channel != ERROR) {
      bytes.release();
      return;
    }
    int skipped = Math.min(portBytesAwaited[channel], bytes.readableBytes());
    bytes.skipBytes(skipped);
    portBytesAwaited[channel] -= skipped;
    if (skipped > 0 && portBytesAwaited[DATA] + portBytesAwaited[ERROR] == 0) {
      accepted(context);
    }
    if (channel == DATA) {
      data(context, bytes);
    } else {
      error(text(bytes));
      bytes.release();
    }
  }

  @Override
  public void control(int opcode, ByteBuf payload) {
    switch (opcode) {
      case FrameReader.PING -> context.writeAndFlush(MaskedFrames.control(context.alloc(), PONG, payload));
      case FrameReader.CLOSE -> {
        int code = payload.readableBytes() >= 2 ? payload.readUnsignedShort() : NO_STATUS;
        if (code != NORMAL_CLOSURE && code != NO_STATUS) {
          error("\nWebSocket closed with " + code + " " + text(payload));
        }
        payload.release();
        end(context);
      }
      default -> payload.release();
    }
  }

  @Override
  void sayGoodbye(ChannelHandlerContext ctx) {
    ctx.write(MaskedFrames.control(ctx.alloc(), FrameReader.CLOSE, Unpooled.copyShort(NORMAL_CLOSURE)));
  }
}
