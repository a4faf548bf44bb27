package dev.devsession.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShopShutdownTest {

  private final CountDownLatch requestArrived = new CountDownLatch(1);

  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpServer slowStock;

  @BeforeEach
  void startSlowStock() throws IOException {
    slowStock = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slowStock.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    slowStock.createContext("/", exchange -> {
      try (exchange) {
        requestArrived.countDown();
        mayAnswer.await();
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write("{}".getBytes());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    slowStock.start();
  }

  @AfterEach
  void stop() {
    mayAnswer.countDown();
    slowStock.stop(0);
    client.close();
  }

  @Test
  void requestInFlightIsAnsweredBeforeTheProcessEnds() throws Exception {
    try (var orders = orders("0")) {
      var url = orders.url();
      var answer = client.sendAsync(request(url), BodyHandlers.ofString());
      requestArrived.await();

      orders.process.destroy();

      awaitRefusal(url);

      assertThat(orders.process.isAlive()).isTrue();

      mayAnswer.countDown();
      assertThat(answer.get().statusCode()).isEqualTo(200);
      assertThat(answer.get().headers().firstValue("Connection")).hasValue("close");
      assertThat(orders.process.waitFor()).isZero();
    }
  }

  @Test
  void requestsAreAcceptedWhileTheEndpointIsWithdrawn() throws Exception {
    try (var orders = orders("1500")) {
      var url = orders.url();

      var before = client.send(request(url.resolve("/healthz")), BodyHandlers.ofString());
      orders.process.destroy();

      assertThat(before.headers().firstValue("Connection")).isEmpty();

      HttpResponse<String> duringShutdown;
      do {
        duringShutdown = client.send(request(url.resolve("/healthz")), BodyHandlers.ofString());
      } while (duringShutdown.headers().firstValue("Connection").isEmpty());
      assertThat(duringShutdown.statusCode()).isEqualTo(200);
      assertThat(orders.process.waitFor()).isZero();
    }
  }

  @Test
  void idleProcessEndsImmediately() throws Exception {
    try (var orders = orders("0")) {
      var url = orders.url();
      client.send(request(url.resolve("/healthz")), BodyHandlers.ofString());

      orders.process.destroy();

      assertThat(orders.process.waitFor(3, TimeUnit.SECONDS)).isTrue();
      assertThat(orders.process.exitValue()).isZero();
    }
  }

  @Test
  void invalidStartHasItsOwnExitCodeAndMessage() throws Exception {
    try (var wrong = new ShopProcess(Map.of(), "basket")) {
      assertThat(wrong.line()).startsWith("error: no service \"basket\"");
      assertThat(wrong.process.waitFor()).isEqualTo(2);
    }
    try (var taken = new ShopProcess(Map.of(), "stock", "--port", "" + slowStock.getAddress().getPort())) {
      assertThat(taken.line()).startsWith("error: can't listen");
      assertThat(taken.process.waitFor()).isEqualTo(1);
    }
  }

  private ShopProcess orders(String withdrawMillis) throws IOException {
    return new ShopProcess(Map.of("STOCK_URL", "http://127.0.0.1:" + slowStock.getAddress().getPort() + "/",
        "SHOP_WITHDRAW_MS", withdrawMillis), "orders", "--port", "0");
  }

  /** A connection that comes just as the port is closed may be reset first. */
  private static void awaitRefusal(URI url) throws IOException {
    while (true) {
      try {
        new Socket(url.getHost(), url.getPort()).close();
      } catch (ConnectException _) {
        return;
      } catch (SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
    }
  }

  private static HttpRequest request(URI url) {
    return HttpRequest.newBuilder(url).build();
  }
}
