package dev.devsession.shop;

import dev.devsession.image.AotTraining;
import dev.devsession.image.ImageProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** Trains the image's AOT cache: web runs alone, with its own health page as the answer of orders. */
final class ShopTraining {

  private static final int REQUESTS = 20;

  private ShopTraining() {}

  public static void main(String... args) throws Exception {
    AotTraining.run(args, shop -> {
      var port = ImageProcess.unusedPort();
      var url = URI.create("http://127.0.0.1:" + port + "/");
      try (var web = shop.start(List.of("web", "--port", "" + port), Map.of("ORDERS_URL", url + "healthz"));
          var client = HttpClient.newHttpClient()) {
        web.awaitPort(port);
        for (int i = 0; i < REQUESTS; i++) {
          client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding());
        }
        web.terminate();
      }
    });
  }
}
