package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.CarrierException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One connection to one port of a pod, in any protocol. The server accepts it before it dials the pod, so a closed port
 * is reported only later, as an error. The handlers after it see plain bytes.
 */
abstract class PortForward extends ChannelDuplexHandler {

  private static final int LARGEST_ERROR = 4096;

  private final ConnectAttempt attempt;
  private final FrameWriter.Format format;
  private final StringBuilder error = new StringBuilder();
  private boolean ended;
  private FrameWriter writer;

  /** @param attempt succeeds once the server has accepted the port */
  PortForward(ConnectAttempt attempt, FrameWriter.Format format) {
    this.attempt = attempt;
    this.format = format;
  }

  /** The context that frames are written to. */
  ChannelHandlerContext frameContext(ChannelHandlerContext ctx) {
    return ctx;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    writer = new FrameWriter(ctx.channel(), format);
  }

  final void portAccepted(ChannelHandlerContext ctx) {
    attempt.succeed(ctx.channel());
  }

  /** Takes over bytes that the pod sent. */
  final void dataReceived(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (bytes.isReadable() && !ended) {
      ctx.fireChannelRead(bytes);
    } else {
      bytes.release();
    }
  }

  /** Adds a part of the error text that the server sends. */
  final void errorReceived(String text) {
    if (error.length() < LARGEST_ERROR) {
      error.append(text);
    }
  }

  /** The server sends no more. */
  final void connectionEnded(ChannelHandlerContext ctx) {
    if (ended) {
      return;
    }
    ended = true;
    String why = error.isEmpty() ? "the API server ended the port-forward" : error.toString().strip();
    CarrierException failure = new CarrierException(CarrierException.Cause.RETRY, why, null);
    if (attempt.isOver()) {
      ctx.fireUserEventTriggered(new ReadGateHandler.End(error.isEmpty() ? Optional.empty() : Optional.of(failure)));
    } else {
      attempt.fail(failure);
      ctx.close();
    }
    writer.releaseAndFailAll(ctx, new ClosedChannelException());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connectionEnded(ctx);
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!attempt.isOver()) {
      attempt.fail(cause);
    } else {
      ctx.fireExceptionCaught(cause);
    }
    ctx.close();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    writer.add((ByteBuf) message, promise);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    writer.writeFrames(frameContext(ctx));
    ctx.flush();
  }

  /** Doesn't wait until the server has taken the last frames: it may have stopped reading. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (ctx.channel().isActive()) {
      writer.writeFrames(frameContext(ctx));
      writeCloseFrame(ctx);
      ctx.flush();
    }
    ctx.close(promise);
  }

  /** Writes the protocol's close frame, if it has one. */
  void writeCloseFrame(ChannelHandlerContext ctx) {}

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    writer.releaseAndFailAll(ctx, new ClosedChannelException());
  }

  static String text(ByteBuf bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
