package dev.devsession.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records the bytes of each connection, and answers by a script. It parses nothing, so it can't be lenient. */
public final class RecordingServer implements AutoCloseable {
  /** An answer that is sent once so many bytes have come on the connection, and ends it if no other follows. */
  record Scripted(long after, byte[] answer, boolean last) {}

  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<ByteArrayOutputStream> connections = new ArrayList<>();
  private List<Scripted> script = List.of();
  private int lastPort;

  /**
   * @param host an address of this machine
   * @param port 0 for any
   */
  public RecordingServer(String host, int port) throws IOException {
    socket = new ServerSocket(port, 100, InetAddress.getByName(host));
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Forgets what came, cuts what is open, and takes this script for the next connections. */
  synchronized void play(List<Scripted> next) throws IOException, InterruptedException {
    awaitAccepted();
    for (var connection : open) {
      connection.close();
    }
    connections.clear();
    script = next;
  }

  /** Connections are accepted in their order: when one of our own is, those of the last case are too. */
  private void awaitAccepted() throws IOException, InterruptedException {
    try (var own = new Socket(socket.getInetAddress(), socket.getLocalPort())) {
      while (lastPort != own.getLocalPort()) {
        wait();
      }
    }
  }

  /** What came, connection by connection; without those that brought nothing. */
  synchronized List<byte[]> received() {
    return connections.stream().filter(bytes -> bytes.size() > 0).map(ByteArrayOutputStream::toByteArray).toList();
  }

  private void accept() {
    try {
      while (true) {
        var connection = socket.accept();
        open.add(connection);
        var record = new ByteArrayOutputStream();
        synchronized (this) {
          connections.add(record);
          lastPort = connection.getPort();
          notifyAll();
        }
        Thread.ofVirtual().start(() -> serve(connection, record));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void serve(Socket connection, ByteArrayOutputStream record) {
    try (connection) {
      var block = new byte[64 * 1024];
      int answered = 0;
      for (int read; (read = connection.getInputStream().read(block)) >= 0;) {
        List<Scripted> due;
        synchronized (this) {
          record.write(block, 0, read);
          int from = answered;
          due = script.stream().skip(from).takeWhile(s -> record.size() >= s.after()).toList();
        }
        for (var step : due) {
          connection.getOutputStream().write(step.answer());
          answered++;
          if (step.last()) {
            return;
          }
        }
      }
    } catch (IOException e) {
      // The other end cut it.
    } finally {
      open.remove(connection);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (var connection : open) {
      connection.close();
    }
  }
}
