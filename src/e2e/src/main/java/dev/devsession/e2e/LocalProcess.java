package dev.devsession.e2e;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** What a developer runs on the machine: an HTTP server that says that it was the one to answer. */
public final class LocalProcess implements AutoCloseable {
  public static final String ANSWER = "{\"by\":\"local process\"}";
  private final HttpServer server;

  public LocalProcess() {
    try {
      server = HttpServer.create(new InetSocketAddress(0), 512);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> {
      try (exchange) {
        var bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    });
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
