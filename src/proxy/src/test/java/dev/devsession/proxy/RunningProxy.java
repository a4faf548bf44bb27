package dev.devsession.proxy;

import dev.devsession.proxy.relay.HostResolver;
import dev.devsession.proxy.relay.SystemResolver;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A proxy in this process, on free ports, with its routes in a ConfigMap volume. Closing it checks for leaked buffers.
 */
public final class RunningProxy implements AutoCloseable {

  static {
    Leaks.track();
  }

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private static final Duration WITHDRAW = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(2);

  final ConfigMapVolume volume;
  public final int port = freePort();
  final int healthPort = freePort();
  private final ProxyServer proxy;

  private RunningProxy(String routes, HostResolver resolver, Duration connectTimeout) throws Exception {
    volume = new ConfigMapVolume(Files.createTempDirectory("routes")).write(routes.replace("PORT", "" + port));
    proxy = new ProxyServer(new ProxySettings(volume.file(), healthPort, connectTimeout, WITHDRAW, DRAIN), resolver);
    proxy.start().join();
  }

  /** One route to a port of this host. */
  public static RunningProxy to(int targetPort) throws Exception {
    return with("PORT=127.0.0.1:" + targetPort);
  }

  /** @param routes a routes file in which PORT stands for a free port, {@link #port} */
  public static RunningProxy with(String routes) throws Exception {
    return new RunningProxy(routes, SystemResolver::resolve, Duration.ofSeconds(3));
  }

  static RunningProxy with(String routes, HostResolver resolver) throws Exception {
    return new RunningProxy(routes, resolver, Duration.ofSeconds(3));
  }

  static RunningProxy with(String routes, HostResolver resolver, Duration connectTimeout) throws Exception {
    return new RunningProxy(routes, resolver, connectTimeout);
  }

  static RunningProxy with(String routes, Duration connectTimeout) throws Exception {
    return new RunningProxy(routes, SystemResolver::resolve, connectTimeout);
  }

  /**
   * A port that nothing listens on, another one each time. Below the range that the kernel takes ports of outgoing
   * connections from, which could take it before it is bound.
   */
  public static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      if (!GIVEN.add(port)) {
        continue;
      }
      try (var socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // It is taken.
      }
    }
  }

  /** GETs a path of the health port. */
  HttpResponse<String> health(String path) {
    return health(healthPort, path);
  }

  public static HttpResponse<String> health(int healthPort, String path) {
    try {
      return HTTP.send(request(healthPort, path), BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError("GET " + path, e);
    }
  }

  public static CompletableFuture<HttpResponse<String>> healthLater(int healthPort, String path) {
    return HTTP.sendAsync(request(healthPort, path), BodyHandlers.ofString());
  }

  private static HttpRequest request(int healthPort, String path) {
    var uri = URI.create("http://127.0.0.1:" + healthPort + path);
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
  }

  /** As at SIGTERM. */
  CompletableFuture<Void> drain() {
    return proxy.drain();
  }

  @Override
  public void close() {
    proxy.close();
    var leaks = Leaks.reports();
    if (!leaks.isEmpty()) {
      throw new AssertionError("leaked buffers: " + leaks);
    }
  }
}
