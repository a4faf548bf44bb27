package dev.devsession.proxy.gateway;

import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.ConnectionMetricsHandler;
import dev.devsession.proxy.metrics.DialFailure;
import dev.devsession.proxy.notice.NoticeSocket;
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
 * Reads the first two bytes of a connection. They are the port on the machine, in network order, and the connection is
 * then passed to the tunnel, or reset at once while no agent is connected, so that callers fail fast. Port 0 is no
 * caller, but a proxy that waits for notices.
 */
final class CallerHandler extends ByteToMessageDecoder {

  private static final int MAX_SECONDS = 5;

  private final SocketChannel caller;
  private final AgentRegistry agents;
  private final MoveNotices notices;
  private final ConnectionCounters counters;
  private Future<?> timeout;

  CallerHandler(SocketChannel caller, AgentRegistry agents, MoveNotices notices, ConnectionCounters counters) {
    this.caller = caller;
    this.agents = agents;
    this.notices = notices;
    this.counters = counters;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    timeout = context.executor().schedule(() -> Sockets.reset(caller), MAX_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
    if (bytes.readableBytes() < Short.BYTES) {
      return;
    }
    int port = bytes.readUnsignedShort();
    if (port == NoticeSocket.PORT) {
      notices.add(caller, agents.isReplacing());
      context.pipeline().remove(this);
      return;
    }
    var connection = agents.reachable();
    ConnectionMetricsHandler.count(caller, counters, connection == null ? 0 : Short.BYTES);
    if (connection == null) {
      counters.dialFailed(DialFailure.NO_AGENT);
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
