package dev.devsession.proxy.gateway;

import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.DialFailure;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads the first two bytes of a caller's connection, the port on the machine in network order, and then passes the
 * connection to the tunnel. While no agent is connected, it resets the connection, so that callers fail fast.
 */
final class CallerHandler extends ByteToMessageDecoder {

  private static final int MAX_SECONDS = 5;

  private final SocketChannel caller;
  private final AgentRegistry agents;
  private final ConnectionCounters counters;
  private Future<?> timeout;

  CallerHandler(SocketChannel caller, AgentRegistry agents, ConnectionCounters counters) {
    this.caller = caller;
    this.agents = agents;
    this.counters = counters;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (agents.reachable() == null) {
      counters.dialFailed(DialFailure.NO_AGENT);
      Sockets.reset(caller);
    } else {
      timeout = context.executor().schedule(() -> Sockets.reset(caller), MAX_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
    if (bytes.readableBytes() < Short.BYTES) {
      return;
    }
    int port = bytes.readUnsignedShort();
    var connection = agents.reachable();
    if (connection == null || port == 0) {
      counters.dialFailed(connection == null ? DialFailure.NO_AGENT : DialFailure.OTHER);
      bytes.skipBytes(bytes.readableBytes());
      Sockets.reset(caller);
      return;
    }
    connection.carry(caller, "localhost:" + port);
    context.pipeline().remove(this);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      Sockets.reset(caller);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Sockets.reset(caller);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
