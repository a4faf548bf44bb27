package dev.devsession.localnet.loopback;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody has on any address, below those that the kernel hands out. */
final class FreePort {

  private FreePort() {}

  /** One of two that are free in a row. */
  static int find() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket _ = new ServerSocket(port); ServerSocket _ = new ServerSocket(port + 1)) {
        return port;
      } catch (IOException e) {
        // Taken: draw again.
      }
    }
  }
}
