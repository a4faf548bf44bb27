package dev.devsession.shop;

import java.io.IOException;
import java.util.List;

/** Runs one service of the shop until SIGTERM. Exit codes: 0 orderly shutdown, 1 can't listen, 2 wrong usage. */
public final class Shop {

  private Shop() {}

  public static void main(String... args) {
    try {
      var config = ShopConfig.of(List.of(args), System.getenv());
      var server = ShopServer.start(config);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(server, config.abrupt())));
      System.out.println(config.role() + " listens on port " + server.port() + " as \"" + config.by() + "\"");
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage() + "\n" + ShopConfig.USAGE);
      System.exit(2);
    } catch (IOException e) {
      System.err.println("error: can't listen (" + e.getMessage() + "); another --port may be free");
      System.exit(1);
    }
  }

  /** A JVM that a signal ends would exit with 128 + signal; here an orderly shutdown exits with 0. */
  private static void shutDown(ShopServer server, boolean abrupt) {
    try {
      if (!abrupt) {
        server.shutDown();
      }
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
