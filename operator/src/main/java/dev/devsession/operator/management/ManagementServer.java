package dev.devsession.operator.management;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Serves {@code /livez}, {@code /readyz} (200 or 503) and {@code /metrics} (Prometheus text). */
public final class ManagementServer implements AutoCloseable {
  private final HttpServer server;

  public ManagementServer(int port, BooleanSupplier alive, BooleanSupplier ready, Supplier<String> metrics) {
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " can't be bound; set HTTP_PORT to a free one", e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    check("/livez", alive);
    check("/readyz", ready);
    serve("/metrics", () -> 200, metrics);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void check(String path, BooleanSupplier holds) {
    serve(path, () -> holds.getAsBoolean() ? 200 : 503, () -> holds.getAsBoolean() ? "ok\n" : "not yet\n");
  }

  private void serve(String path, Supplier<Integer> status, Supplier<String> body) {
    server.createContext(path, exchange -> {
      try (exchange) {
        var bytes = body.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status.get(), bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    });
  }
}
