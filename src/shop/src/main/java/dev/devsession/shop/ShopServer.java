package dev.devsession.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The HTTP side of one service: {@code GET /} answers as the shop, {@code GET /healthz} says that it can. */
final class ShopServer {

  /** Kubernetes kills a pod 30 s after SIGTERM unless told otherwise; requests in flight get most of that. */
  private static final int DRAIN_SECONDS = 20;

  private final ShopConfig shop;

  private final Clerk clerk;

  private final HttpServer server;

  private volatile boolean leaving;

  private ShopServer(ShopConfig shop) throws IOException {
    this.shop = shop;
    clerk = new Clerk(shop);
    server = HttpServer.create(new InetSocketAddress(shop.port()), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  static ShopServer start(ShopConfig shop) throws IOException {
    return new ShopServer(shop);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Goes on accepting while the endpoint is withdrawn, with the word to come back elsewhere; then ends what is begun. */
  void leave() throws InterruptedException {
    leaving = true;
    Thread.sleep(shop.withdraw());
    server.stop(DRAIN_SECONDS);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var answer = switch (exchange.getRequestURI().getPath()) {
        case "/" -> clerk.serve();
        case "/healthz" -> new Answer(200, "{\"status\":\"ok\"}\n");
        default -> new Answer(404, "{\"error\":\"there is only / and /healthz here\"}\n");
      };
      if (leaving) {
        exchange.getResponseHeaders().set("Connection", "close");
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
