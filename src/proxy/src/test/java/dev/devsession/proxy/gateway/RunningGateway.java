package dev.devsession.proxy.gateway;

import dev.devsession.proxy.Leaks;
import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.RunningProxy;
import dev.devsession.proxy.relay.SystemResolver;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A gateway in this process, on free ports. Closing it checks for leaked buffers. */
final class RunningGateway implements AutoCloseable {

  static {
    Leaks.track();
  }

  static final String SESSION = "4c0ffee0-0000-4000-8000-000000000001";

  final int tunnelPort = RunningProxy.freePort();
  final int callersPort;
  final int healthPort = RunningProxy.freePort();
  final int tlsPort = RunningProxy.freePort();
  private final LoopClock clock = new LoopClock();
  private final GatewayServer gateway;

  /** @param allowed blocks that may be reached despite the rules */
  RunningGateway(String... allowed) {
    this(RunningProxy.freePort(), allowed);
  }

  /** @param callersPort where proxies connect */
  RunningGateway(int callersPort, String... allowed) {
    this.callersPort = callersPort;
    var rules = new EgressPolicy(Set.of(), List.of(allowed).stream().map(Cidr::parse).toList());
    gateway = new GatewayServer(
        new GatewaySettings(SESSION, tunnelPort, callersPort, healthPort,
            Optional.of(new ShortWaySettings(tlsPort, List.of("127.0.0.1"), List.of())), Duration.ofSeconds(3), rules),
        SystemResolver::resolve, clock.group, Duration.ZERO);
    gateway.start().join();
  }

  /** Connects like a swap proxy whose route leads to this port of the machine. */
  Socket call(int hostPort) throws IOException {
    var caller = Loopback.connect(callersPort);
    caller.setTcpNoDelay(true);
    caller.getOutputStream().write(new byte[]{(byte) (hostPort >> 8), (byte) hostPort});
    return caller;
  }

  /** Connects like a swap proxy, and sends these bytes. */
  Socket hello(int... bytes) throws IOException {
    var proxy = Loopback.connect(callersPort);
    proxy.setTcpNoDelay(true);
    for (int each : bytes) {
      proxy.getOutputStream().write(each);
    }
    return proxy;
  }

  /** Advances the clock of the gateway alone. */
  void advance(Duration duration) {
    clock.advance(duration);
  }

  /** As at SIGTERM. */
  CompletableFuture<Void> drain() {
    return gateway.drain();
  }

  HttpResponse<String> ready() {
    return RunningProxy.health(healthPort, "/readyz");
  }

  /** As the kubelet asks: the answer may wait for an agent. */
  CompletableFuture<Integer> probe() {
    return RunningProxy.healthLater(healthPort, "/readyz?wait").thenApply(HttpResponse::statusCode);
  }

  String metrics() {
    return RunningProxy.health(healthPort, "/metrics").body();
  }

  Machine machine(String agent) {
    return new Machine(tunnelPort, Machine.identity(SESSION, agent));
  }

  @Override
  public void close() {
    gateway.close("the test is over");
    var leaks = Leaks.reports();
    if (!leaks.isEmpty()) {
      throw new AssertionError("leaked buffers: " + leaks);
    }
  }
}
