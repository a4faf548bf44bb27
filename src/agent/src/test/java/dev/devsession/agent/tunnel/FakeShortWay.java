package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.carrier.tls.PinnedTls;
import dev.devsession.tunnel.connection.GatewayConnection;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.HelloResponse;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The port of a gateway where its agent comes by TLS, with the certificate that it has named by port-forward. */
final class FakeShortWay implements AutoCloseable, GatewayConnection.AgentAdmission {

  private final EphemeralCertificate own = EphemeralCertificate.create(Instant.now());
  private final Channel listener;
  final List<Channel> accepted = new CopyOnWriteArrayList<>();
  final Map<ConnectionRole, TunnelConnection> connections = new ConcurrentHashMap<>();

  /** @param port 0: any */
  FakeShortWay(FakeGateway gateway, int port) {
    listener = new ServerBootstrap().group(gateway.loop()).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            accepted.add(channel);
            var named = gateway.hellos.getLast().certificate().orElseThrow();
            PinnedTls.server(own, named).begin(channel).addListener((Future<Channel> shaken) -> {
              if (shaken.isSuccess()) {
                GatewayConnection.accept(channel, FakeShortWay.this, gateway::dial);
              }
            });
          }
        }).bind("127.0.0.1", port).syncUninterruptibly().channel();
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** The answer that leads to it. */
  HelloResponse answer(List<String> podAddresses, List<String> nodeAddresses) {
    return new HelloResponse.Ok(
        Optional.of(new ShortWayOffer(own.fingerprint(), port(), podAddresses, nodeAddresses)));
  }

  @Override
  public HelloResponse admit(Hello hello) {
    return new HelloResponse.Ok();
  }

  @Override
  public void connected(Hello hello, TunnelConnection connection) {
    connections.put(hello.role(), connection);
  }

  /** Resets what is connected, and listens on. */
  void drop() {
    accepted.forEach(channel -> channel.close().syncUninterruptibly());
    accepted.clear();
    connections.clear();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    drop();
  }
}
