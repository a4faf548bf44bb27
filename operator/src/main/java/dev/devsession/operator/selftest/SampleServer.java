package dev.devsession.operator.selftest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Says who it is on every path: the sample's pod, or the test's pod in the place of a developer's machine. */
public final class SampleServer implements AutoCloseable {
  /** The port that the chart's sample declares. */
  public static final int PORT = 8080;
  public static final String ORIGINAL = "original";
  static final String MACHINE = "machine";
  private final HttpServer server;

  /** @param port 0: any that is free */
  public SampleServer(int port, String answer) {
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " can't be bound", e);
    }
    server.createContext("/", exchange -> {
      try (exchange) {
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
