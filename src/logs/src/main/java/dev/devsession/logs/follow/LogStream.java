package dev.devsession.logs.follow;

import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request for a log, and its answer. Of a silent container the answer begins with its first line, hours later. */
final class LogStream implements AutoCloseable {
  private final CompletableFuture<HttpResponse<InputStream>> answer;

  LogStream(CompletableFuture<HttpResponse<InputStream>> answer) {
    this.answer = answer;
  }

  /** Waits until the answer has begun, but not longer than this. */
  boolean awaitBegun(Duration patience) throws InterruptedException {
    try {
      answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true; // body() says why
    }
  }

  /** Whether there was no answer, and will be none. */
  boolean hasFailed() {
    return answer.isCompletedExceptionally();
  }

  /** The bytes, once the answer begins. */
  InputStream body() throws IOException, InterruptedException {
    try {
      var response = answer.get();
      if (!response.isSuccessful()) {
        throw new LogRefusal(response.code(), response.bodyString());
      }
      return response.body();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (CancellationException e) {
      throw new IOException("closed", e);
    }
  }

  /** Also lets a thread go on that waits for a line. */
  @Override
  public void close() {
    answer.cancel(true);
    answer.thenAccept(response -> {
      try {
        response.body().close();
      } catch (IOException e) {
        // It is closed anyway.
      }
    });
  }
}
