package dev.devsession.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A path to the API server that can be cut like a cable: no byte passes any more, and neither end gets an error. */
public final class CuttableLink implements AutoCloseable {
  private final ServerSocket server;
  private final URI target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition mended = lock.newCondition();
  private boolean cut;

  public CuttableLink(URI target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The API server's address on this side of it. */
  public String url() {
    return "https://127.0.0.1:" + server.getLocalPort() + "/";
  }

  /** From now on bytes wait, in both directions. */
  public void cut() {
    setCut(true);
  }

  /** Lets the waiting bytes pass, as on a link that comes back before TCP gives up. */
  public void mend() {
    setCut(false);
  }

  private void setCut(boolean value) {
    lock.lock();
    try {
      cut = value;
      mended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        var near = server.accept();
        sockets.add(near);
        Thread.ofVirtual().start(() -> carry(near));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void carry(Socket near) {
    try {
      awaitWhole();
      var far = new Socket(target.getHost(), target.getPort());
      sockets.add(far);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(near, far));
      pump(far, near);
    } catch (IOException e) {
      closeSocket(near);
    }
  }

  private void pump(Socket from, Socket to) {
    var buffer = new byte[64 * 1024];
    try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
      for (int n; (n = in.read(buffer)) >= 0;) {
        awaitWhole();
        out.write(buffer, 0, n);
      }
      awaitWhole();
    } catch (IOException e) {
      // Both sockets are closed below.
    }
    closeSocket(from);
    closeSocket(to);
  }

  private void awaitWhole() {
    lock.lock();
    try {
      while (cut) {
        mended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeSocket(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mend();
    Set.copyOf(sockets).forEach(this::closeSocket);
  }
}
