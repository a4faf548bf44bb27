package dev.devsession.crash.tap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * One connection of the process, with one of its own to the API server. Answers are passed on as they come, watches
 * too.
 */
final class ProxiedConnection implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private final CountingProxy tap;
  private final Socket client;
  private final Socket server;
  /** What to do with the next answer; null: it is passed on. */
  private volatile CrashMode fate;

  ProxiedConnection(CountingProxy tap, Socket client, Socket server) throws IOException {
    this.tap = tap;
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
  }

  /** Returns when either end has hung up. */
  void serve() throws IOException {
    Thread.ofVirtual().start(this::passAnswers);
    var in = new BufferedInputStream(client.getInputStream());
    for (var request = Request.read(in); request.isPresent(); request = Request.read(in)) {
      fate = Write.of(request.get()).flatMap(tap::meet).orElse(null);
      if (fate == CrashMode.before) {
        tap.kill();
        return;
      }
      server.getOutputStream().write(request.get().bytes());
      if (request.get().header("upgrade").filter("websocket"::equalsIgnoreCase).isPresent()) {
        in.transferTo(server.getOutputStream());
      }
    }
  }

  /** A client sends one request at a time here, so each answer belongs to the last request. */
  private void passAnswers() {
    try (this) {
      var buffer = new byte[BUFFER];
      for (var n = server.getInputStream().read(buffer); n > 0; n = server.getInputStream().read(buffer)) {
        if (fate != null) {
          if (fate == CrashMode.after) {
            tap.kill();
          }
          return;
        }
        client.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      // Either end has hung up.
    }
  }

  @Override
  public void close() {
    for (var socket : new Socket[]{client, server}) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed then.
      }
    }
  }
}
