package dev.devsession.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Steady requests to one URL: half of the senders keep their connection, half make a new one for each request. */
public final class Load implements AutoCloseable {
  private static final int SENDERS = 8;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * One request.
   *
   * @param sentAt {@link System#nanoTime()} before it was sent
   * @param answer the body, or what went wrong
   */
  public record Sent(long sentAt, boolean failed, String answer) {
    public boolean isLocal() {
      return !failed && answer.contains("local process");
    }

    public boolean isOriginal() {
      return !failed && !answer.contains("local process");
    }
  }

  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean running = true;

  /** @param pause between two requests of one sender */
  public Load(URI url, Duration pause) {
    for (var i = 0; i < SENDERS; i++) {
      var keepAlive = i % 2 == 0;
      senders.add(Thread.ofPlatform().daemon().start(() -> send(url, keepAlive, pause)));
    }
  }

  /** All requests so far. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  @Override
  public void close() {
    running = false;
    for (var sender : senders) {
      try {
        sender.join(TIMEOUT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void send(URI url, boolean keepAlive, Duration pause) {
    try (var kept = client()) {
      while (running) {
        if (keepAlive) {
          sent.add(request(kept, url));
        } else {
          try (var once = client()) {
            sent.add(request(once, url));
            once.shutdownNow();
          }
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  }

  private static Sent request(HttpClient client, URI url) throws InterruptedException {
    var at = System.nanoTime();
    try {
      var response = client.send(HttpRequest.newBuilder(url).timeout(TIMEOUT).build(),
          HttpResponse.BodyHandlers.ofString());
      return new Sent(at, response.statusCode() != 200, response.body());
    } catch (IOException e) {
      return new Sent(at, true, e.toString());
    }
  }
}
