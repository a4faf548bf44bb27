package dev.devsession.proxy;

import com.sun.net.httpserver.HttpServer;
import dev.devsession.image.AotTraining;
import dev.devsession.image.ImageProcess;
import dev.devsession.proxy.gateway.GatewayWork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Trains the image's AOT cache: a proxy with a route to its own health endpoints and one to a busy server, and a
 * gateway next to it.
 */
final class ProxyTraining {

  private static final int CONNECTIONS = 20;
  private static final int REQUESTS = 20_000;
  private static final int AT_ONCE = 32;
  private static final int ANSWER_BYTES = 1024;

  private ProxyTraining() {}

  public static void main(String... args) throws Exception {
    AotTraining.run(args, program -> {
      var port = ImageProcess.unusedPort();
      var health = ImageProcess.unusedPort();
      var target = target();
      var busy = ImageProcess.unusedPort();
      var routes = program.file("routes.properties",
          port + "=localhost:" + health + "\n" + busy + "=127.0.0.1:" + target.getAddress().getPort() + "\n");
      var gateway = new GatewayWork();
      var gatewayHealth = ImageProcess.unusedPort();
      var env = gateway.environment(ProxyImageIT.environment(routes, health));
      env.put("DEVSESSION_TRAINING_PORT", "" + gatewayHealth);
      try (var proxy = program.start(List.of("training"), env)) {
        proxy.awaitPort(port);
        for (int i = 0; i < CONNECTIONS; i++) {
          get(port, "/livez");
        }
        for (var path : List.of("/livez", "/readyz", "/config")) {
          get(health, path);
        }
        proxy.awaitPort(busy);
        ask(busy);
        gateway.runWith(proxy);
        proxy.awaitPort(gatewayHealth);
        get(gatewayHealth, "/readyz");
        proxy.terminate();
      } finally {
        target.stop(0);
      }
    });
  }

  private static HttpServer target() throws IOException {
    var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var answer = new byte[ANSWER_BYTES];
    target.createContext("/", exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      }
    });
    target.start();
    return target;
  }

  /** Enough requests on kept connections for the cache to record which methods the second compiler should compile. */
  private static void ask(int port) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < REQUESTS; i += AT_ONCE) {
        var asked = Stream.generate(() -> client.sendAsync(request, BodyHandlers.discarding())).limit(AT_ONCE).toList();
        asked.forEach(CompletableFuture::join);
      }
    }
  }

  private static void get(int port, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.discarding());
    }
  }
}
