package dev.devsession.tunnel.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Port-forward over a WebSocket, sub-protocol {@code v4.channel.k8s.io}, for one port: channel 0 is the data, channel 1 an
 * error's text. On each, the server first sends the port's number in two bytes. That comes before it dials the pod, so a port
 * that nobody listens on shows later, as an error. To the handlers after it the channel is one of plain bytes.
 */
final class PortForward extends ChannelDuplexHandler implements FrameReader.Sink {

  static final String PROTOCOL = "v4.channel.k8s.io";
  static final int DATA = 0;
  private static final int ERROR = 1;
  private static final int PONG = 10;
  private static final int NORMAL_CLOSURE = 1000;
  private static final int NO_STATUS = 1005;
  private static final int LARGEST_ERROR = 4096;

  private final FrameReader reader = new FrameReader(this);
  private final int[] portBytesAwaited = {2, 2};
  private final StringBuilder error = new StringBuilder();
  private final Opening opening;
  /** What arrived after the port's numbers, until somebody reads. */
  private final Queue<ByteBuf> held = new ArrayDeque<>();
  private boolean holding;
  private boolean ended;
  private FrameWriter writer;
  private ChannelHandlerContext context;

  /** @param opening succeeds once the server has accepted the port */
  PortForward(Opening opening) {
    this.opening = opening;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    writer = new FrameWriter(ctx.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    read((ByteBuf) message);
  }

  private void read(ByteBuf bytes) {
    try {
      if (!holding) {
        reader.read(bytes);
      }
      if (bytes.isReadable()) {
        held.add(bytes.retain());
      }
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
    if (channel == DATA && bytes.isReadable() && !ended) {
      context.fireChannelRead(bytes);
      return;
    }
    if (channel == ERROR && error.length() < LARGEST_ERROR) {
      error.append(bytes.toString(StandardCharsets.UTF_8));
    }
    bytes.release();
    if (skipped > 0 && portBytesAwaited[DATA] + portBytesAwaited[ERROR] == 0) {
      holding = true;
      reader.pause();
      opening.succeed(context.channel());
    }
  }

  @Override
  public void control(int opcode, ByteBuf payload) {
    switch (opcode) {
      case FrameReader.PING -> context.writeAndFlush(FrameWriter.control(context.alloc(), PONG, payload));
      case FrameReader.CLOSE -> {
        int code = payload.readableBytes() >= 2 ? payload.readUnsignedShort() : NO_STATUS;
        String reason = payload.toString(StandardCharsets.UTF_8);
        payload.release();
        if (code != NORMAL_CLOSURE && code != NO_STATUS) {
          error.append(error.isEmpty() ? "" : "; ").append("WebSocket closed with ").append(code).append(' ')
              .append(reason);
        }
        end();
        context.close();
      }
      default -> payload.release();
    }
  }

  /** The first read asked for after the handlers of the connection were added. */
  @Override
  public void read(ChannelHandlerContext ctx) {
    if (holding) {
      handOver(ctx);
    }
    ctx.read();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handOver(ctx);
    end();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!opening.isOver()) {
      opening.fail(cause);
    } else {
      ctx.fireExceptionCaught(cause);
    }
    ctx.close();
  }

  private void handOver(ChannelHandlerContext ctx) {
    holding = false;
    if (!held.isEmpty()) {
      for (ByteBuf bytes; (bytes = held.poll()) != null;) {
        read(bytes);
      }
      ctx.fireChannelReadComplete();
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    String why = error.isEmpty() ? "the API server ended the port-forward" : error.toString().strip();
    CarrierException failure = new CarrierException(CarrierException.Cause.RETRY, why, null);
    if (!opening.isOver()) {
      opening.fail(failure);
    } else if (!error.isEmpty()) {
      context.fireExceptionCaught(failure);
    }
    writer.releaseAndFailAll(context, new ClosedChannelException());
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    writer.add((ByteBuf) message, promise);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    writer.writeFrames(ctx);
    ctx.flush();
  }

  /** Doesn't wait until the server has taken the last frames: it may have stopped reading. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (ctx.channel().isActive()) {
      writer.writeFrames(ctx);
      ctx.writeAndFlush(FrameWriter.control(ctx.alloc(), FrameReader.CLOSE, Unpooled.copyShort(NORMAL_CLOSURE)));
    }
    ctx.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    held.forEach(ByteBuf::release);
    held.clear();
    writer.releaseAndFailAll(ctx, new ClosedChannelException());
  }
}
