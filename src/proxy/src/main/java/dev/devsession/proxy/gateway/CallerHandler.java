package dev.devsession.proxy.gateway;

import dev.devsession.proxy.callers.CallerAnswer;
import dev.devsession.proxy.callers.CallerHello;
import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.ConnectionMetricsHandler;
import dev.devsession.proxy.metrics.DialFailure;
import dev.devsession.tunnel.socket.Sockets;
import dev.devsession.tunnel.stream.ConnectedStream;
import dev.devsession.tunnel.stream.StreamOpener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads the hello of a connection. A caller's is passed to the tunnel, or reset at once while no agent is connected, so
 * that callers fail fast; one that asks for an answer gets it first. Others are proxies that wait for notices.
 */
final class CallerHandler extends ByteToMessageDecoder {

  /** For the hello and the answer together. */
  private static final int MAX_SECONDS = 5;

  private final SocketChannel caller;
  private final AgentRegistry agents;
  private final MoveNotices notices;
  private final ConnectionCounters counters;
  private Future<?> timeout;
  private boolean helloRead;

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
    if (helloRead) {
      drop(bytes); // it sends nothing before the answer
      return;
    }
    int before = bytes.readableBytes();
    var hello = CallerHello.read(bytes);
    if (hello == null) {
      return;
    }
    helloRead = true;
    int length = before - bytes.readableBytes();
    switch (hello.kind()) {
      case NOTICES -> {
        notices.add(caller, agents.isReplacing());
        context.pipeline().remove(this);
      }
      case PLAIN -> carry(context, hello.hostPort(), length, bytes);
      case ANSWERED -> answer(context, hello.hostPort(), length);
      case UNKNOWN -> drop(bytes);
    }
  }

  private void drop(ByteBuf bytes) {
    bytes.skipBytes(bytes.readableBytes());
    Sockets.reset(caller);
  }

  private void carry(ChannelHandlerContext context, int hostPort, int length, ByteBuf bytes) {
    var connection = reachable(length);
    if (connection == null) {
      drop(bytes);
      return;
    }
    connection.carry(caller, authority(hostPort));
    context.pipeline().remove(this);
  }

  private void answer(ChannelHandlerContext context, int hostPort, int length) {
    var connection = reachable(length);
    if (connection == null) {
      refuse(CallerAnswer.NO_MACHINE);
      return;
    }
    var opening = connection.open(authority(hostPort));
    caller.closeFuture().addListener(closed -> opening.cancel(false));
    opening.addListener((Future<ConnectedStream> opened) -> {
      if (opened.isSuccess()) {
        caller.writeAndFlush(CallerAnswer.TAKEN.bytes());
        opened.getNow().join(caller);
        context.pipeline().remove(this);
      } else if (!opened.isCancelled()) {
        counters.dialFailed(DialFailure.of(opened.cause()));
        refuse(CallerAnswer.of(opened.cause()));
      }
    });
  }

  private void refuse(CallerAnswer answer) {
    caller.writeAndFlush(answer.bytes()).addListener(written -> Sockets.close(caller));
  }

  private static String authority(int hostPort) {
    return "localhost:" + hostPort;
  }

  /** The connection to the machine, or null; counts the caller and, if so, that it didn't get there. */
  private StreamOpener reachable(int helloLength) {
    var connection = agents.reachable();
    ConnectionMetricsHandler.count(caller, counters, connection == null ? 0 : helloLength);
    if (connection == null) {
      counters.dialFailed(DialFailure.NO_AGENT);
    }
    return connection;
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
