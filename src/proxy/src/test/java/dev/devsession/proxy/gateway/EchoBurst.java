package dev.devsession.proxy.gateway;

import dev.devsession.proxy.Loopback;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Many connections at the same time: each writes its own bytes, sends FIN, and expects the same bytes and FIN back. */
final class EchoBurst {

  /** Opens a connection to the echo. */
  @FunctionalInterface
  interface Opener {
    Socket open() throws IOException;
  }

  private static final int PIECE = 16 * 1024;
  private static final int PATIENCE_MILLIS = 120_000;

  private final Opener opener;
  private final int bytes;

  EchoBurst(Opener opener, int bytes) {
    this.opener = opener;
    this.bytes = bytes;
  }

  /** How many connections ended in which way; the key of those that were complete is {@code ok}. */
  Map<String, Integer> run(int connections) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> all = new ArrayList<>();
      IntStream.range(0, connections).forEach(seed -> all.add(() -> one(seed)));
      Map<String, Integer> outcomes = new TreeMap<>();
      for (var done : threads.invokeAll(all)) {
        outcomes.merge(done.get(), 1, Integer::sum);
      }
      return outcomes;
    }
  }

  private String one(int seed) {
    int read = 0;
    try (var socket = opener.open()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      var broken = new java.util.concurrent.atomic.AtomicBoolean();
      var writer = Thread.ofVirtual().start(() -> broken.set(!write(socket, seed)));
      var expected = new SplittableRandom(seed);
      var piece = new byte[PIECE];
      var wanted = new byte[PIECE];
      for (int left = bytes; left > 0; left -= PIECE) {
        int size = Math.min(left, PIECE);
        int got = socket.getInputStream().readNBytes(piece, 0, size);
        read += got;
        if (got < size) {
          writer.join();
          return (broken.get() ? "Connection reset" : "ended in order too early") + (read == 0 ? ", with 0 bytes" : "");
        }
        expected.nextBytes(wanted);
        if (!java.util.Arrays.equals(piece, 0, size, wanted, 0, size)) {
          return "other bytes";
        }
      }
      writer.join();
      return socket.getInputStream().read() == -1 ? "ok" : "too many bytes";
    } catch (IOException | InterruptedException e) {
      return e.getMessage() + (read == 0 ? ", with 0 bytes" : "");
    }
  }

  /** Returns false if the connection was reset: the kernel reports that once, to the reader or to the writer. */
  private boolean write(Socket socket, int seed) {
    try {
      var random = new SplittableRandom(seed);
      var piece = new byte[PIECE];
      for (int left = bytes; left > 0; left -= PIECE) {
        random.nextBytes(piece);
        socket.getOutputStream().write(piece, 0, Math.min(left, PIECE));
      }
      socket.shutdownOutput();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Echoes every connection until the server is closed, each with its own end. */
  static void echoAll(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        var accepted = server.accept();
        Thread.ofVirtual().start(() -> echo(accepted));
      } catch (IOException e) {
        // Closed, or reset before it was accepted.
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      var piece = new byte[PIECE];
      for (int got; (got = socket.getInputStream().read(piece)) >= 0;) {
        socket.getOutputStream().write(piece, 0, got);
      }
      socket.shutdownOutput();
    } catch (IOException e) {
      try {
        Loopback.reset(socket);
      } catch (IOException closed) {
        // It is closed already.
      }
    }
  }
}
