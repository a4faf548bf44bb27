package dev.devsession.shop;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service that keeps the header fields of its first request. */
final class ReceivedHead implements AutoCloseable {

  private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  private final CompletableFuture<Headers> headers = new CompletableFuture<>();

  ReceivedHead() throws IOException {
    server.createContext("/", exchange -> {
      headers.complete(exchange.getRequestHeaders());
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  List<String> fields(String name) throws Exception {
    return headers.get(10, TimeUnit.SECONDS).getOrDefault(name, List.of());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
