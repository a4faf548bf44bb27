package dev.devsession.proxy;

import dev.devsession.image.AotTraining;
import dev.devsession.image.ImageProcess;
import dev.devsession.proxy.gateway.GatewayWork;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Trains the image's AOT cache: a proxy whose only route leads to its own health endpoints, and a gateway beside it. */
final class ProxyTraining {

  private static final int CONNECTIONS = 20;

  private ProxyTraining() {}

  public static void main(String... args) throws Exception {
    AotTraining.run(args, program -> {
      var port = ImageProcess.unusedPort();
      var health = ImageProcess.unusedPort();
      var routes = program.file("routes.properties", port + "=localhost:" + health + "\n");
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
        gateway.on(proxy);
        get(gatewayHealth, "/readyz");
        proxy.terminate();
      }
    });
  }

  private static void get(int port, String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.discarding());
    }
  }
}
