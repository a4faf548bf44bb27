package dev.devsession.proxy.http2;

import static org.awaitility.Awaitility.await;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RequestTest;
import dev.devsession.match.RuleSet;
import dev.devsession.match.ValueTest;
import dev.devsession.proxy.Leaks;
import dev.devsession.proxy.intercept.AwayReason;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.intercept.MachineAwayException;
import dev.devsession.proxy.intercept.MachineConnector;
import dev.devsession.proxy.metrics.InterceptCounters;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.relay.SystemResolver;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An intercepted port in this process, all of whose clients speak HTTP/2. Requests with {@code who: ada} are a
 * machine's. Closing it checks for leaked buffers.
 */
final class RoutedPort implements AutoCloseable {

  static {
    Leaks.track();
  }

  static final Duration WITHDRAW = Duration.ofMillis(200);
  static final Duration DRAIN = Duration.ofSeconds(1);

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Dialer dialer = new Dialer(loop, SystemResolver::resolve, Duration.ofSeconds(3));
  final RelayRegistry connections = new RelayRegistry(WITHDRAW, DRAIN);
  final InterceptCounters counters = new InterceptCounters();
  final InterceptedPort port;
  private final Channel listening;

  /** @param machine null: it is away */
  RoutedPort(int original, Integer machine, boolean refuse) throws Exception {
    MachineConnector machines = (on, target) -> machine == null
        ? on.<SocketChannel>newFailedFuture(new MachineAwayException(AwayReason.SILENT, "asleep"))
        : dialer.dial(on, target);
    port = new InterceptedPort(routes(original, machine == null ? 1 : machine, refuse), dialer, machines, counters);
    listening = listen();
  }

  static RoutedPort to(FrameServer original, FrameServer machine) throws Exception {
    return new RoutedPort(original.port(), machine.port(), false);
  }

  private static Intercept routes(int original, int machine, boolean refuse) {
    var rule = new RequestRule(List.of(new RequestTest.Header("who", new ValueTest.Exact("ada"))));
    var ada = new SessionRoute("ada", new Target("127.0.0.1", machine), SessionRoute.Role.MATCHING, refuse,
        RuleSet.of(List.of(rule)));
    return new Intercept(new Target("127.0.0.1", original), List.of(ada));
  }

  /** From now on answers to ada's requests say who gave them. */
  void sayWhoAnswers() throws Exception {
    onLoop(() -> {
      port.change(new Intercept(port.routes().original(), port.routes().sessions().stream().map(s -> new SessionRoute(
          s.session(), s.machine(), s.role(), s.refuseWhenAway(), true, s.rules())).toList()));
      return null;
    });
  }

  void withoutSession(int original) throws Exception {
    onLoop(() -> {
      port.change(new Intercept(new Target("127.0.0.1", original), List.of()));
      return null;
    });
  }

  private Channel listen() throws Exception {
    var bootstrap = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel client) {
            client.pipeline().addLast(new FirstBytes());
          }
        });
    SocketOptions.forEach(bootstrap::childOption);
    return bootstrap.bind("127.0.0.1", 0).sync().channel();
  }

  int number() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  FrameEnd connect() throws Exception {
    return FrameEnd.connect(number());
  }

  <T> T onLoop(Callable<T> call) throws Exception {
    Future<T> done = loop.submit(call);
    return done.get(10, TimeUnit.SECONDS);
  }

  /** What happens meanwhile meets the proxy in one turn of its event loop. */
  void pausedDuring(Callable<?> events) throws Exception {
    var resume = new CountDownLatch(1);
    loop.execute(() -> {
      try {
        resume.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    try {
      events.call();
    } finally {
      resume.countDown();
    }
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    // The clients have gone, but the loop may not have seen it; what it would drop then isn't a leak.
    await().until(() -> onLoop(connections::count) == 0);
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    var leaks = Leaks.reports();
    if (!leaks.isEmpty()) {
      throw new AssertionError("leaked buffers: " + leaks);
    }
  }

  /** Reads once, and hands over to the router. */
  private final class FirstBytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
      context.pipeline().remove(this);
      Http2Router.start((SocketChannel) context.channel(), (ByteBuf) bytes, port, connections);
    }
  }
}
