package dev.devsession.logs.follow;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the API server for logs. Any number of streams can be open, several on one connection (HTTP/2), but only so many
 * requests wait for an answer at a time. At first, and after a loss, they wait until one short request was answered:
 * the client would open a connection, with all its buffers, for each that is sent before the first one is there.
 */
final class LogServer {
  private static final int AT_A_TIME = 16;
  /** A request without an answer for this long is of a silent container, and makes room for others. */
  private static final Duration SILENT = Duration.ofMillis(500);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final String server;
  private final Semaphore places = new Semaphore(AT_A_TIME, true);
  private CompletableFuture<?> connected = CompletableFuture.failedFuture(new IOException("not tried yet"));

  LogServer(KubernetesClient client) {
    this.client = client;
    this.server = client.getConfiguration().getMasterUrl().replaceFirst("/$", "");
  }

  /** Waits for its turn, and then for the answer's beginning, or until it is clear that it may take long. */
  LogStream open(LogQuery query) throws IOException, InterruptedException {
    places.acquire();
    try {
      connected().get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
      // No time limit: the API server answers only when there is a line.
      var stream = new LogStream(send(query.path()));
      stream.awaitBegun(SILENT);
      return stream;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no connection", e);
    } finally {
      places.release();
    }
  }

  /** A connection broke. */
  synchronized void lost() {
    if (connected.isDone()) {
      connected = CompletableFuture.failedFuture(new IOException("lost"));
    }
  }

  private synchronized CompletableFuture<?> connected() {
    if (connected.isCompletedExceptionally()) {
      connected = send("/version").orTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS).thenAccept(LogServer::drop);
    }
    return connected;
  }

  /** Whatever it answers, it is there. */
  private static void drop(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      // It has answered.
    }
  }

  private CompletableFuture<HttpResponse<InputStream>> send(String path) {
    var http = client.getHttpClient();
    return http.sendAsync(http.newHttpRequestBuilder().uri(URI.create(server + path)).build(), InputStream.class);
  }
}
