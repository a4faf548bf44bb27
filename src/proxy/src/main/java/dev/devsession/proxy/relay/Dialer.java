package dev.devsession.proxy.relay;

import dev.devsession.proxy.routes.HostSyntax;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** Opens the connections to the targets. */
public final class Dialer {

  private static final int BRIEF_MILLIS = 250;

  private final Bootstrap bootstrap;
  private final Bootstrap brief;
  private final HostResolver resolver;

  /** @param connectTimeout for each address of a target; its lookup is bounded by the resolver */
  public Dialer(EventLoop loop, HostResolver resolver, Duration connectTimeout) {
    this.resolver = resolver;
    bootstrap = new Bootstrap().group(loop)
        .channel(NioSocketChannel.class)
        .disableResolver()
        .handler(new NoHandler())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()));
    SocketOptions.forEach(bootstrap::option);
    brief = bootstrap.clone().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, BRIEF_MILLIS);
  }

  /**
   * Connects to the first address of the target that answers, in the resolver's order.
   *
   * @return a channel that reads nothing yet; failed with the last address's reason if none answers
   */
  public Future<SocketChannel> dial(EventLoop loop, Target target) {
    return dial(loop, target, bootstrap);
  }

  /**
   * The same, but gives each address 250 ms. A node that doesn't know a ClusterIP yet sends a connection's first packet
   * nowhere, and those that repeat it as well, even when it knows the address by then.
   */
  Future<SocketChannel> dialBriefly(EventLoop loop, Target target) {
    return dial(loop, target, brief);
  }

  private Future<SocketChannel> dial(EventLoop loop, Target target, Bootstrap connections) {
    Promise<SocketChannel> dialed = loop.newPromise();
    var literal = HostSyntax.literal(target.host());
    if (literal != null) {
      connectToNext(0, new InetAddress[]{literal}, target.port(), connections, dialed);
    } else {
      LookupThreads.execute(() -> lookUp(loop, target, connections, dialed));
    }
    return dialed;
  }

  private void lookUp(EventLoop loop, Target target, Bootstrap connections, Promise<SocketChannel> dialed) {
    try {
      var addresses = resolver.resolve(target.host());
      loop.execute(() -> connectToNext(0, addresses, target.port(), connections, dialed));
    } catch (UnknownHostException e) {
      dialed.setFailure(new UnknownHostException("the name " + target.host() + " does not resolve"));
    } catch (RuntimeException e) {
      dialed.setFailure(e);
    }
  }

  private void connectToNext(int index, InetAddress[] addresses, int port, Bootstrap connections,
      Promise<SocketChannel> dialed) {
    connections.connect(new InetSocketAddress(addresses[index], port)).addListener((ChannelFuture connected) -> {
      if (connected.isSuccess()) {
        dialed.setSuccess((SocketChannel) connected.channel());
      } else if (index + 1 < addresses.length) {
        connectToNext(index + 1, addresses, port, connections, dialed);
      } else {
        dialed.setFailure(connected.cause());
      }
    });
  }

  /** The relay adds its own handler once connected; until then nothing is read. */
  @Sharable
  private static final class NoHandler extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      // The relay adds its handler.
    }
  }
}
