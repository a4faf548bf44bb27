package dev.devsession.proxy.gateway;

import dev.devsession.proxy.health.HealthPort;
import dev.devsession.proxy.health.HealthResponse;
import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.MetricsPage;
import dev.devsession.proxy.relay.HostResolver;
import dev.devsession.tunnel.connection.GatewayConnection;
import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A running gateway. All its state belongs to its one event loop. */
final class GatewayServer {

  /** Between HTTP/2 and the tunnel's own socket, in bytes. */
  private static final WriteBufferWaterMark TUNNEL_WATER_MARK = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  /** Time for agents to read why the gateway closes. */
  private static final Duration PARTING = Duration.ofMillis(300);

  /** How long the connections of a replaced agent may go on; as in the swap proxy. */
  private static final Duration RETIRING = Duration.ofSeconds(20);
  /** Less than the pod's grace period. An agent leaves earlier, when it has connected to the gateway's next pod. */
  private static final Duration DRAIN = Duration.ofSeconds(25);
  private static final Duration DRAIN_CHECK = Duration.ofMillis(50);
  /** Callers come to this pod until each node knows the next one, so they are asked to move more than once. */
  private static final Duration NOTICE_INTERVAL = Duration.ofSeconds(2);

  private final GatewaySettings settings;
  private final MultiThreadIoEventLoopGroup group;
  private final Duration parting;
  private final EventLoop loop;
  private final MoveNotices notices;
  private final AgentRegistry registry;
  private final GatewayReadiness probe;
  private final ClusterConnector dial;
  private final ConnectionCounters toMachine = new ConnectionCounters();
  private final ConnectionCounters toCluster = new ConnectionCounters();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  GatewayServer(GatewaySettings settings, HostResolver resolver) {
    this(settings, resolver,
        new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("gateway"), NioIoHandler.newFactory()), PARTING);
  }

  /** @param group of one event loop, whose ticker is the gateway's clock; ended with the gateway */
  GatewayServer(GatewaySettings settings, HostResolver resolver, MultiThreadIoEventLoopGroup group, Duration parting) {
    this.settings = settings;
    this.group = group;
    this.parting = parting;
    loop = group.next();
    notices = new MoveNotices(loop);
    probe = new GatewayReadiness(loop, this::readiness);
    dial = new ClusterConnector(loop, settings.rules(), resolver, settings.connectTimeout(), toCluster);
    var retiring = new RetiringConnections(loop, RETIRING);
    var shortWays = new ShortWayRegistry(settings.shortWay()
        .map(way -> new ShortWayPort(loop, way, dial, this::bindShortWay)).orElse(null), retiring);
    registry = new AgentRegistry(settings.session(), Clock.systemUTC(), retiring, shortWays, notices::send,
        probe::agentConnected);
  }

  /** Done once all three ports listen; failed with a message for people if one can't. */
  CompletableFuture<Void> start() {
    var agents = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.tunnelPort());
    listen(agents, true, agent -> GatewayConnection.accept(agent, registry, dial), "DEVSESSION_TUNNEL_PORT",
        () -> listen(new InetSocketAddress(settings.callersPort()), false,
            this::called, "DEVSESSION_PORT",
            this::bindHealthPort));
    return started;
  }

  private void called(SocketChannel caller) {
    caller.pipeline().addLast(new CallerHandler(caller, registry, notices, toMachine));
  }

  private void listen(InetSocketAddress address, boolean tunnel, Consumer<SocketChannel> accepted, String variable,
      Runnable then) {
    bind(address, tunnel, accepted).addListener((ChannelFuture bound) -> {
      if (bound.isSuccess()) {
        then.run();
      } else {
        started.completeExceptionally(new IOException("port " + address.getPort() + " can't be bound: "
            + bound.cause().getMessage() + "; set " + variable + " to a free port"));
      }
    });
  }

  private ChannelFuture bindShortWay(int port, Consumer<SocketChannel> accepted) {
    return bind(new InetSocketAddress(port), true, accepted);
  }

  private ChannelFuture bind(InetSocketAddress address, boolean tunnel, Consumer<SocketChannel> accepted) {
    var bootstrap = new ServerBootstrap().group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            accepted.accept(channel);
          }
        });
    SocketOptions.forEach(bootstrap::childOption);
    bootstrap.childOption(ChannelOption.AUTO_READ, true);
    if (tunnel) {
      // It reads at full speed however little memory is left, and closes in order, so that agents read why.
      bootstrap.childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
          .childOption(ChannelOption.SO_LINGER, -1)
          .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 2048, 32 * 1024))
          .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, TUNNEL_WATER_MARK);
    }
    return bootstrap.bind(address);
  }

  private void bindHealthPort() {
    HealthPort.bind(loop, settings.healthPort(), this::respond, started);
  }

  private HealthResponse readiness() {
    return new HealthResponse(registry.reachable() == null ? 503 : 200, registry.describe());
  }

  private CompletableFuture<HealthResponse> respond(String path) {
    return switch (path) {
      case "/livez" -> new HealthResponse(200, "alive").now();
      case "/readyz" -> readiness().now();
      case "/readyz?wait" -> probe.onceConnected();
      case "/metrics" -> MetricsPage.of("devsession_gateway", "to", Map.of("machine", toMachine, "cluster", toCluster))
          .now();
      default -> new HealthResponse(404, "expected /readyz, /livez or /metrics").now();
    };
  }

  /**
   * Serves on, also new callers, until the agent has left for the gateway's next pod, so that a planned move loses
   * nothing. Meanwhile callers are asked to move, again and again. Done at once if no agent is connected, and
   * after 25 s at the latest.
   */
  CompletableFuture<Void> drain() {
    loop.execute(() -> {
      registry.drain();
      notices.send();
      long every = NOTICE_INTERVAL.toMillis();
      var sending = loop.scheduleWithFixedDelay(notices::send, every, every, TimeUnit.MILLISECONDS);
      drained.thenRun(() -> sending.cancel(false));
      awaitAgentGone(loop.ticker().nanoTime() + DRAIN.toNanos());
    });
    return drained;
  }

  private void awaitAgentGone(long endNanos) {
    if (registry.isEmpty() || loop.ticker().nanoTime() - endNanos >= 0) {
      drained.complete(null);
    } else {
      loop.schedule(() -> awaitAgentGone(endNanos), DRAIN_CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Tells the agent that the gateway closes, resets every connection and ends the event loop. */
  void close(String why) {
    loop.execute(() -> registry.close(why));
    loop.schedule(() -> {}, parting.toMillis(), TimeUnit.MILLISECONDS).syncUninterruptibly();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
