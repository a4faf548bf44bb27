package dev.devsession.localnet.loopback;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports that no process uses on any address, below the kernel's range for outgoing connections. */
final class FreePort {

  private FreePort() {}

  /** The first of two consecutive free ports. */
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
