package dev.devsession.proxy;

import dev.devsession.proxy.health.HealthPort;
import dev.devsession.proxy.health.HealthResponse;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.relay.HostResolver;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.routes.RoutesFile;
import dev.devsession.proxy.routes.RoutesFile.Poll;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running proxy. All its state belongs to its one event loop. */
final class ProxyServer {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DRAIN_CHECK = Duration.ofMillis(50);
  /** When no client has connected for this long, every node is assumed to have withdrawn the endpoint. */
  private static final Duration NO_NEW_CLIENTS = Duration.ofSeconds(1);

  private final ProxySettings settings;
  private final RoutesFile file;
  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1,
      new DefaultThreadFactory("proxy"), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final RelayRegistry relays;
  private final RouteListeners listeners;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final ActiveRoutes config = new ActiveRoutes();
  private Future<?> polling;

  ProxyServer(ProxySettings settings, HostResolver resolver) {
    this.settings = settings;
    file = new RoutesFile(settings.routesFile(), settings.healthPort());
    relays = new RelayRegistry(settings.withdraw(), settings.drain());
    listeners = new RouteListeners(loop, new Dialer(loop, resolver, settings.connectTimeout()), relays);
  }

  /** Done once the routes were read and the health port listens; failed if that port can't be bound. */
  CompletableFuture<Void> start() {
    loop.execute(() -> {
      poll(this::bindHealthPort);
      polling = loop.scheduleWithFixedDelay(() -> poll(() -> {}), POLL.toMillis(), POLL.toMillis(),
          TimeUnit.MILLISECONDS);
    });
    return started;
  }

  private void poll(Runnable settled) {
    relays.closeIdleAndResetOverdue();
    // Not a switch over the types: its bootstrap would generate classes while the pod's readiness waits.
    var poll = file.poll();
    if (poll instanceof Poll.Unchanged) {
      listeners.retry();
    } else if (poll instanceof Poll.Valid(var routes, var bytes)) {
      listeners.apply(routes, () -> {
        config.accept(bytes);
        settled.run();
      });
    } else if (poll instanceof Poll.Invalid(var reason)) {
      config.reject(reason);
      LOG.error("{}; {}", reason, config.exists() ? "the last valid routes stay in use" : "nothing is forwarded yet");
      settled.run();
    }
  }

  private void bindHealthPort() {
    HealthPort.bind(loop, settings.healthPort(), path -> respond(path).now(), started);
  }

  private HealthResponse respond(String path) {
    return switch (path) {
      case "/livez" -> new HealthResponse(200, "alive");
      case "/readyz" -> readiness();
      case "/config" ->
        config.exists() ? new HealthResponse(200, config.sha256()) : new HealthResponse(503, config.rejection());
      case "/metrics" -> listeners.metrics();
      default -> new HealthResponse(404, "expected /readyz, /livez, /config or /metrics");
    };
  }

  /** Ready while it accepts connections: Kubernetes keeps using a terminating pod that is ready if it has no other. */
  private HealthResponse readiness() {
    var problem = config.exists() ? listeners.problem() : config.rejection();
    return problem == null ? new HealthResponse(200, "ready") : new HealthResponse(503, problem);
  }

  /**
   * Asks the clients to reconnect elsewhere. Accepts for the withdraw time, and longer while new clients come, for up
   * to half of the drain time; then closes the listeners and waits for the open connections. Done when none is left;
   * those that outlast the drain time are reset.
   */
  CompletableFuture<Void> drain() {
    loop.execute(() -> {
      polling.cancel(false);
      LOG.atInfo()
          .addKeyValue("connections", relays.count())
          .log("shutting down: accepting for {} s more, then draining for up to {} s", settings.withdraw().toSeconds(),
              settings.drain().toSeconds());
      long now = System.nanoTime();
      relays.requestClose(now);
      awaitWithdrawal(now);
    });
    return drained;
  }

  private void awaitWithdrawal(long sinceNanos) {
    relays.closeIdleAndResetOverdue();
    var more = Duration.ofNanos(System.nanoTime() - sinceNanos).minus(settings.withdraw());
    if (more.isNegative()
        || relays.sinceLastOpened().compareTo(NO_NEW_CLIENTS) < 0
            && more.compareTo(settings.drain().dividedBy(2)) < 0) {
      scheduleCheck(() -> awaitWithdrawal(sinceNanos));
    } else {
      listeners.close();
      relays.requestClose(sinceNanos);
      awaitRelays();
    }
  }

  private void awaitRelays() {
    relays.closeIdleAndResetOverdue();
    if (relays.count() == 0) {
      LOG.info("drained");
      drained.complete(null);
    } else {
      scheduleCheck(this::awaitRelays);
    }
  }

  private void scheduleCheck(Runnable check) {
    loop.schedule(check, DRAIN_CHECK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the event loop immediately, and every channel with it. */
  void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
