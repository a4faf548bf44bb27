package dev.devsession.logs.follow;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks the API server for logs. Any number of streams can be open, several on one connection (HTTP/2), but only so many
 * requests wait for an answer at a time. After a loss one request at a time looks whether the server is back: the
 * client would open a connection, with all its buffers, for each that is sent before the first one is there.
 */
final class LogServer {
  private static final int AT_A_TIME = 16;
  /** A request without an answer for this long is of a silent container, and makes room for others. */
  private static final Duration SILENT = Duration.ofMillis(500);

  private final KubernetesClient client;
  private final String server;
  private final Semaphore places = new Semaphore(AT_A_TIME, true);
  private final ReentrantLock first = new ReentrantLock(true);
  private volatile boolean connected = true;

  LogServer(KubernetesClient client) {
    this.client = client;
    this.server = client.getConfiguration().getMasterUrl().replaceFirst("/$", "");
  }

  /** Waits for its turn, and then for the answer's beginning, or until it is clear that it may take long. */
  LogStream open(LogQuery query) throws InterruptedException {
    places.acquire();
    try {
      if (connected) {
        return send(query);
      }
      var alone = first.tryLock(SILENT.toMillis(), TimeUnit.MILLISECONDS);
      try {
        var stream = send(query);
        connected |= !stream.hasFailed();
        return stream;
      } finally {
        if (alone) {
          first.unlock();
        }
      }
    } finally {
      places.release();
    }
  }

  /** A connection broke. */
  void lost() {
    connected = false;
  }

  private LogStream send(LogQuery query) throws InterruptedException {
    var http = client.getHttpClient();
    // No time limit: the API server answers only when there is a line.
    var stream = new LogStream(http.sendAsync(
        http.newHttpRequestBuilder().uri(URI.create(server + query.path())).build(), InputStream.class));
    stream.awaitBegun(SILENT);
    return stream;
  }
}
