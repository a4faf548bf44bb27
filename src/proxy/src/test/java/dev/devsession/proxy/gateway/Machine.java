package dev.devsession.proxy.gateway;

import dev.devsession.proxy.Loopback;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.connection.AgentConnection;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import dev.devsession.tunnel.socket.SocketOptions;
import dev.devsession.tunnel.stream.StreamOpener;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A developer's machine: an agent's end of the tunnel, over plain TCP. */
final class Machine implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1,
      new DefaultThreadFactory("machine"), NioIoHandler.newFactory());
  final EventLoop loop = group.next();
  private final int tunnelPort;
  final Identity identity;

  Machine(int tunnelPort, Identity identity) {
    this.tunnelPort = tunnelPort;
    this.identity = identity;
  }

  /** An agent that doesn't replace another one. */
  static Identity identity(String session, String agent) {
    return takingOver(session, agent).yielding();
  }

  /** An agent that replaces another one. */
  static Identity takingOver(String session, String agent) {
    return new Identity(session, agent, agent + "@machine", "0.3.0", true);
  }

  /** The open channel on which the agent then says hello. */
  Channel carrier() {
    return new Bootstrap().group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 * 1024, 512 * 1024))
        .handler(new ChannelInboundHandlerAdapter())
        .connect(new InetSocketAddress("127.0.0.1", tunnelPort))
        .syncUninterruptibly()
        .channel();
  }

  TunnelConnection connect(ConnectionRole role) throws Exception {
    return await(AgentConnection.open(carrier(), role, identity, toLoopback()));
  }

  /** Says which certificate it shows, and returns what the gateway answers once its port for that listens. */
  Optional<ShortWayOffer> connect(ConnectionRole role, EphemeralCertificate own) throws Exception {
    var offer = new CompletableFuture<Optional<ShortWayOffer>>();
    await(AgentConnection.open(carrier(), new Hello(role, identity, Optional.of(own.fingerprint())), toLoopback(),
        ok -> offer.complete(ok.shortWay())));
    offer.get().ifPresent(way -> Awaitility.await().until(() -> Loopback.accepts(way.port())));
    return offer.get();
  }

  /** Comes by TLS. */
  TunnelConnection connect(ConnectionRole role, Carrier carrier) throws Exception {
    return await(AgentConnection.open(await(carrier.open(loop)), role, identity, toLoopback()));
  }

  private static <T> T await(Future<T> future) throws Exception {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** Connects streams of the tunnel to a port of this host. */
  private static StreamConnector toLoopback() {
    return (authority, loop) -> {
      Promise<SocketChannel> dialed = loop.newPromise();
      var bootstrap = new Bootstrap().group(loop)
          .channel(NioSocketChannel.class)
          .handler(new ChannelInboundHandlerAdapter());
      SocketOptions.forEach(bootstrap::option);
      int port = Integer.parseInt(authority.substring(authority.indexOf(':') + 1));
      bootstrap.connect("127.0.0.1", port).addListener(connected -> {
        if (connected.isSuccess()) {
          dialed.setSuccess((SocketChannel) ((io.netty.channel.ChannelFuture) connected).channel());
        } else {
          dialed.setFailure(connected.cause());
        }
      });
      return dialed;
    };
  }

  /** Listens on a free port whose connections go through the tunnel to this target; returns the port. */
  int listen(StreamOpener forward, String authority) {
    var bootstrap = new ServerBootstrap().group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel client) {
            client.eventLoop().execute(() -> forward.carry(client, authority));
          }
        });
    SocketOptions.forEach(bootstrap::childOption);
    var listening = bootstrap.bind("127.0.0.1", 0).syncUninterruptibly().channel();
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Runs a task on the agent's event loop and returns its result. */
  <T> T callOnLoop(java.util.concurrent.Callable<T> task) throws Exception {
    Future<T> result = loop.submit(task);
    return result.get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
