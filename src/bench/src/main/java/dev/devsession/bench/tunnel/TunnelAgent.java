package dev.devsession.bench.tunnel;

import dev.devsession.agent.tunnel.Endpoints;
import dev.devsession.agent.tunnel.Tunnel;
import dev.devsession.agent.tunnel.TunnelEvents;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.carrier.PortForwardCarrier;
import io.fabric8.kubernetes.client.Config;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.File;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * The agent's tunnel and nothing else, in a process of its own. Arguments: the kubeconfig, the session's namespace, UID and
 * gateway's pod, a port of this machine that the cluster may reach, a port to listen on, and the host and the port in the
 * cluster that what comes there is carried to. Prints what becomes of the tunnel.
 */
final class TunnelAgent {
  private static final int TUNNEL_PORT = 9800;
  static final String CONNECTED = "connected";

  private TunnelAgent() {}

  public static void main(String[] args) {
    var endpoint = Endpoints.of(Config.fromKubeconfig(new File(args[0])));
    var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
    var carrier = new PortForwardCarrier(endpoint, args[1], args[3], TUNNEL_PORT);
    var identity = new Identity(args[2], UUID.randomUUID().toString(), "benchmark", "benchmark", true);
    var tunnel = new Tunnel(loop, () -> carrier, identity, new Narrating());
    tunnel.hostPorts(Set.of(Integer.parseInt(args[4])));
    listen(loop, tunnel, Integer.parseInt(args[5]), args[6], Integer.parseInt(args[7]));
    tunnel.start();
  }

  private static void listen(EventLoop loop, Tunnel tunnel, int port, String host, int hostPort) {
    new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.AUTO_READ, false).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel client) {
            tunnel.carry(client, host, hostPort);
          }
        }).bind("127.0.0.1", port).syncUninterruptibly();
  }

  private static final class Narrating implements TunnelEvents {
    @Override
    public void connected(Duration roundTrip) {
      System.out.println(CONNECTED);
    }

    @Override
    public void lost(String why) {
      System.out.println("lost: " + why);
    }

    @Override
    public void refused(String message, boolean occupied) {
      System.out.println("refused: " + message);
    }

    @Override
    public void localRefused(int hostPort) {
      System.out.println("nobody listens at " + hostPort);
    }

    @Override
    public void localAnswered(int hostPort) {
      System.out.println("answered again at " + hostPort);
    }
  }
}
