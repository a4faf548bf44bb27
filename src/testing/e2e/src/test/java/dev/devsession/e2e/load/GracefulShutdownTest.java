package dev.devsession.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.shop.ShopConfig;
import dev.devsession.shop.ShopServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The load's clients and the shop's server shut a connection down gracefully. Otherwise the load would blame what is
 * between them.
 */
@Timeout(30)
class GracefulShutdownTest {
  private static final String STREAM = "/stream?lines=100";

  @Test
  void answersOverHttp2AreCompleteWhenTheServerShutsDown() throws Exception {
    var server = ShopServer.start(ShopConfig.of(List.of("stock", "--port", "0"), Map.of("SHOP_WITHDRAW_MS", "500")));
    try (var client = new Http2Client(URI.create("http://127.0.0.1:" + server.port()))) {
      var before = client.get(STREAM);
      client.get("/").get();
      var shutdown = CompletableFuture.runAsync(() -> shutDown(server));
      await().until(() -> client.connections() == 0);
      var after = client.get(STREAM);
      assertThat(before.get().body()).hasLineCount(100);
      assertThat(after.get().body()).hasLineCount(100);
      shutdown.get(2, TimeUnit.SECONDS);
    }
  }

  @Test
  void keptConnectionIsClosedWhenTheServerShutsDown() throws Exception {
    var server = ShopServer.start(ShopConfig.of(List.of("stock", "--port", "0"), Map.of("SHOP_WITHDRAW_MS", "500")));
    try (var client = new Http1Client(URI.create("http://127.0.0.1:" + server.port()), true)) {
      client.get("/").get();
      var shutdown = CompletableFuture.runAsync(() -> shutDown(server));
      await().until(() -> {
        client.get("/").get();
        return !client.hasKeptConnection();
      });
      assertThat(client.get(STREAM).get().body()).hasLineCount(100);
      shutdown.get(2, TimeUnit.SECONDS);
    }
  }

  private static void shutDown(ShopServer server) {
    try {
      server.shutDown();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
