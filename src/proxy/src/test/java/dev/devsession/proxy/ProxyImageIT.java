package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.devsession.image.ImageContract;
import dev.devsession.image.ImageProcess;
import dev.devsession.image.Program;
import dev.devsession.proxy.gateway.GatewayWork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ProxyImageIT extends ImageContract {

  /** About 40 MiB of it are pages of files, which all proxies and gateways of a node share. */
  private static final long MAX_GATEWAY_BYTES = 76L << 20;

  static Map<String, String> environment(String routesFile, int healthPort) {
    return Map.of("DEVSESSION_ROUTES", routesFile, "DEVSESSION_HEALTH_PORT", "" + healthPort,
        "DEVSESSION_WITHDRAW_SECONDS", "0", "DEVSESSION_DRAIN_SECONDS", "5");
  }

  @Override
  protected void works(Program program) throws Exception {
    proxyWorks(program);
    gatewayWorks(program);
  }

  private static void gatewayWorks(Program program) throws Exception {
    var work = new GatewayWork();
    var env = work.environment(Map.of("DEVSESSION_HEALTH_PORT", "" + ImageProcess.unusedPort()));
    try (var gateway = program.start(List.of("gateway"), env)) {
      work.runWith(gateway);
      // The C library returns free memory every 5 s.
      await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.residentBytes())
          .as("resident bytes of an idle gateway").isLessThan(MAX_GATEWAY_BYTES));
      assertThat(gateway.terminate()).isZero();
    }
  }

  private static void proxyWorks(Program program) throws Exception {
    var port = ImageProcess.unusedPort();
    var health = ImageProcess.unusedPort();
    var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext("/", exchange -> {
      try (exchange) {
        exchange.sendResponseHeaders(200, 5);
        exchange.getResponseBody().write("hello".getBytes());
      }
    });
    target.start();
    var routes = program.file("routes.properties", port + "=localhost:" + target.getAddress().getPort() + "\n");
    try (var proxy = program.start(List.of(), environment(routes, health)); var client = HttpClient.newHttpClient()) {
      proxy.awaitPort(port);

      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("hello");

      client.shutdownNow();
      assertThat(proxy.terminate()).isZero();
    } finally {
      target.stop(0);
    }
  }
}
