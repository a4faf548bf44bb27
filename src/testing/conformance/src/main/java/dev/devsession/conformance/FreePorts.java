package dev.devsession.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1 for programs that are to listen. */
final class FreePorts {
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
  private static final Duration START = Duration.ofSeconds(30);

  private FreePorts() {}

  /** One that nothing listens on, below those that the kernel takes for outgoing connections. */
  static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      if (!GIVEN.add(port)) {
        continue;
      }
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // It is taken.
      }
    }
  }

  /** Waits until the process listens at the port. */
  static void awaitListening(Process process, int port, String name) throws InterruptedException {
    awaitListening(process, ServerPorts.LOOPBACK, port, name);
  }

  static void awaitListening(Process process, String host, int port, String name) throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!listens(host, port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException(name + " ended with exit code " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name + " doesn't listen at port " + port + " after " + START.toSeconds() + " s");
      }
      Thread.sleep(20);
    }
  }

  private static boolean listens(String host, int port) {
    try (var socket = new Socket(host, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
