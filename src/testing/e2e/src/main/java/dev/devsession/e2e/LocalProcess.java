package dev.devsession.e2e;

import dev.devsession.shop.ShopConfig;
import dev.devsession.shop.ShopServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What a developer runs on the machine: the shop's program, which says that it was the one to answer. */
public final class LocalProcess implements AutoCloseable {
  public static final String ANSWER = "{\"service\":\"stock\",\"by\":\"local process\",\"says\":\"7 of each are "
      + "left\"}\n";
  private final ShopServer server;
  private boolean closed;

  public LocalProcess() {
    this("local process");
  }

  /** @param name what it calls itself in its answers */
  public LocalProcess(String name) {
    try {
      server = ShopServer.start(ShopConfig.of(List.of("stock", "--port", "0"), Map.of("SHOP_NAME", name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.port();
  }

  /** May be called again, as a test that ends it early does. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.shutDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
