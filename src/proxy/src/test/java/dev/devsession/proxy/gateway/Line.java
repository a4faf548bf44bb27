package dev.devsession.proxy.gateway;

import dev.devsession.proxy.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network between the two ends of a TCP connection, which a test can cut in two ways. */
final class Line implements AutoCloseable {

  private final ServerSocket listening = Loopback.listen();
  private final int targetPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean dropping;

  Line(int targetPort) throws IOException {
    this.targetPort = targetPort;
    listening.setSoTimeout(0);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Loses all packets from now on, without a sign to either end. */
  void drop() {
    dropping = true;
  }

  /** Resets all connections. */
  void reset() {
    for (var socket : sockets) {
      try {
        Loopback.reset(socket);
      } catch (IOException e) {
        // The copying closed it, since the other one was reset.
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        var near = listening.accept();
        var far = Loopback.connect(targetPort);
        far.setSoTimeout(0);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.addAll(List.of(near, far));
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void copy(Socket from, Socket to) {
    try (from; to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var bytes = new byte[16 * 1024];
      for (int n; (n = in.read(bytes)) >= 0;) {
        if (!dropping) {
          out.write(bytes, 0, n);
        }
      }
    } catch (IOException e) {
      // One end is closed.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
