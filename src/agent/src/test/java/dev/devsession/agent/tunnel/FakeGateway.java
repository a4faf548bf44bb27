package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.ConnectRefusedException;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.connection.GatewayConnection;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.HelloResponse;
import dev.devsession.tunnel.socket.SocketOptions;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The gateway's end of the wire on a TCP port of this machine; the test decides which agent it admits. */
final class FakeGateway implements AutoCloseable, GatewayConnection.AgentAdmission {

  /** A carrier that leads to it. */
  record Tcp(int port) implements Carrier {
    @Override
    public Future<Channel> open(EventLoop loop) {
      Promise<Channel> opened = loop.newPromise();
      new Bootstrap().group(loop).channel(NioSocketChannel.class).option(ChannelOption.AUTO_READ, false)
          .handler(new ChannelInboundHandlerAdapter()).connect("127.0.0.1", port)
          .addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
              opened.setSuccess(connected.channel());
            } else {
              opened.setFailure(new CarrierException(CarrierException.Cause.RETRY, connected.cause().getMessage(),
                  connected.cause()));
            }
          });
      return opened;
    }
  }

  private final EventLoop loop;
  private final Channel listener;
  final List<Hello> hellos = new CopyOnWriteArrayList<>();
  final List<Channel> accepted = new CopyOnWriteArrayList<>();
  final Map<ConnectionRole, TunnelConnection> connections = new ConcurrentHashMap<>();
  volatile HelloResponse answer = new HelloResponse.Ok();

  FakeGateway(EventLoop loop, int port) {
    this.loop = loop;
    StreamConnector echo = this::dial;
    ServerBootstrap bootstrap = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            accepted.add(channel);
            GatewayConnection.accept(channel, FakeGateway.this, echo);
          }
        });
    listener = bootstrap.bind("127.0.0.1", port).syncUninterruptibly().channel();
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public HelloResponse admit(Hello hello) {
    hellos.add(hello);
    return answer;
  }

  @Override
  public void connected(Hello hello, TunnelConnection connection) {
    connections.put(hello.role(), connection);
  }

  /** Knows only the host {@code shop}, which is this machine. */
  Future<SocketChannel> dial(String authority, EventLoop on) {
    if (!authority.startsWith("shop:")) {
      return on.newFailedFuture(new ConnectRefusedException("unknown"));
    }
    Promise<SocketChannel> dialed = on.newPromise();
    Bootstrap bootstrap = new Bootstrap().group(on).channel(NioSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter());
    SocketOptions.forEach(bootstrap::option);
    bootstrap.connect("127.0.0.1", Integer.parseInt(authority.substring(5))).addListener((ChannelFuture connected) -> {
      if (connected.isSuccess()) {
        dialed.setSuccess((SocketChannel) connected.channel());
      } else {
        dialed.setFailure(connected.cause());
      }
    });
    return dialed;
  }

  /** Carries a connection of this machine to the agent, like one of a proxy. */
  void carryToAgent(SocketChannel socket, int hostPort) {
    connections.get(ConnectionRole.REVERSE).carry(socket, "localhost:" + hostPort);
  }

  EventLoop loop() {
    return loop;
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    accepted.forEach(channel -> channel.close().syncUninterruptibly());
  }
}
