package dev.devsession.proxy.metrics;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;

/**
 * Counts one connection at its socket on the cluster's side: bytes that are read there go to the machine, bytes that
 * are written come from it. Before the handlers that carry them in the pipeline, so no other needs to count.
 */
public final class ConnectionMetricsHandler extends ChannelDuplexHandler {

  private final ConnectionCounters counters;
  private boolean reset;

  private ConnectionMetricsHandler(ConnectionCounters counters) {
    this.counters = counters;
  }

  /** Counts an open connection from now on. */
  public static void count(SocketChannel socket, ConnectionCounters counters) {
    count(socket, counters, 0);
  }

  /**
   * Counts an open connection from now on.
   *
   * @param bytesRead how many bytes were read before
   */
  public static void count(SocketChannel socket, ConnectionCounters counters, int bytesRead) {
    var handler = new ConnectionMetricsHandler(counters);
    counters.opened();
    counters.toMachine(bytesRead);
    socket.pipeline().addLast(handler);
    socket.closeFuture().addListener(closed -> counters.closed(handler.reset));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    counters.toMachine(((ByteBuf) message).readableBytes());
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    counters.fromMachine(((ByteBuf) message).readableBytes());
    context.write(message, promise);
  }

  /** The other end has reset it. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reset |= cause instanceof IOException;
    context.fireExceptionCaught(cause);
  }

  /** With a linger time of 0 this end resets it. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    try {
      reset |= context.channel().isOpen() && ((SocketChannel) context.channel()).config().getSoLinger() == 0;
    } catch (ChannelException e) {
      // Closed meanwhile.
    }
    context.close(promise);
  }
}
