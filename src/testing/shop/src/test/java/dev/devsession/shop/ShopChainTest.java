package dev.devsession.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShopChainTest {

  private final List<ShopServer> servers = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (var server : servers) {
      server.shutDown();
    }
  }

  @Test
  void answerNamesTheServiceOfEachPart() throws Exception {
    var stock = start("stock", Map.of("SHOP_NAME", "pod stock-0", "SHOP_GREETING", "say \"none\"\n"));
    var orders = start("orders", Map.of("STOCK_URL", url(stock)));
    var web = start("web", Map.of("SHOP_NAME", "pod web-1", "ORDERS_URL", url(orders)));

    var response = get(url(web));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).isEqualTo("""
        {"service":"web","by":"pod web-1","says":"welcome to the shop","orders":\
        {"service":"orders","by":"local process","says":"3 orders are open","stock":\
        {"service":"stock","by":"pod stock-0","says":"say \\"none\\"\\u000a"}}}
        """);
  }

  @Test
  void baggageIsPassedOnLineByLine() throws Exception {
    try (var received = new ReceivedHead()) {
      var orders = start("orders", Map.of("STOCK_URL", received.url()));
      var web = start("web", Map.of("ORDERS_URL", url(orders)));

      get(url(web), "a=1, devsession=ada;p", "b=%20");

      assertThat(received.fields("baggage")).containsExactly("a=1, devsession=ada;p", "b=%20");
    }
  }

  @Test
  void noBaggageIsMadeUp() throws Exception {
    try (var received = new ReceivedHead()) {
      var orders = start("orders", Map.of("STOCK_URL", received.url()));

      get(url(orders));

      assertThat(received.fields("baggage")).isEmpty();
    }
  }

  @Test
  void unreachableServiceIsNamed() throws Exception {
    var orders = start("orders", Map.of("STOCK_URL", "http://127.0.0.1:" + unusedPort() + "/"));

    var response = get(url(orders));

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body()).contains("\"by\":\"local process\"").contains("didn't answer");
  }

  @Test
  void failureFurtherDownIsPassedUp() throws Exception {
    var orders = start("orders", Map.of("STOCK_URL", "http://127.0.0.1:" + unusedPort() + "/"));
    var web = start("web", Map.of("ORDERS_URL", url(orders)));

    var response = get(url(web));

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.body()).contains("answered 502").contains("didn't answer");
  }

  @Test
  void healthCallsNoOtherService() throws Exception {
    var web = start("web", Map.of("ORDERS_URL", "http://127.0.0.1:" + unusedPort() + "/"));

    assertThat(get(url(web) + "healthz").statusCode()).isEqualTo(200);
    assertThat(get(url(web) + "elsewhere").statusCode()).isEqualTo(404);
  }

  private ShopServer start(String role, Map<String, String> environment) throws IOException {
    var server = ShopServer.start(ShopConfig.of(List.of(role, "--port", "0"), environment));
    servers.add(server);
    return server;
  }

  private static String url(ShopServer server) {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  private static HttpResponse<String> get(String url, String... baggage) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url));
      for (var line : baggage) {
        request.header("baggage", line);
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static int unusedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
