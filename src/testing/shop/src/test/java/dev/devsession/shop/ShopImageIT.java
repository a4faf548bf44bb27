package dev.devsession.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.image.ImageContract;
import dev.devsession.image.ImageProcess;
import dev.devsession.image.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

class ShopImageIT extends ImageContract {

  @Override
  protected void works(Program shop) throws Exception {
    var stockPort = ImageProcess.unusedPort();
    var ordersPort = ImageProcess.unusedPort();
    try (var stock = shop.start(List.of("stock", "--port", "" + stockPort), Map.of());
        var orders = shop.start(List.of("orders", "--port", "" + ordersPort),
            Map.of("STOCK_URL", "http://localhost:" + stockPort + "/"));
        var client = HttpClient.newHttpClient()) {
      stock.awaitPort(stockPort);
      orders.awaitPort(ordersPort);

      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ordersPort + "/")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"service\":\"stock\"");

      assertThat(orders.terminate()).isZero();
      assertThat(stock.terminate()).isZero();
    }
  }
}
