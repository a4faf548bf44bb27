package dev.devsession.e2e.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Steady requests to one server: a third each on kept connections of HTTP/1.1, on a new connection for each, and on
 * shared connections of HTTP/2; and two answers that last, one over each protocol, the next beginning when one has
 * ended. Nothing is tried twice.
 */
public final class Load implements AutoCloseable {
  private static final int SENDERS_PER_KIND = 16;
  private static final int SENDERS_PER_HTTP2_CONNECTION = 4;
  private static final int TIMEOUT_SECONDS = 5;
  private static final int STREAM_TIMEOUT_SECONDS = 60;
  private static final long STREAM_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final Queue<Sent> streams = new ConcurrentLinkedQueue<>();
  private final Queue<Long> streaming = new ConcurrentLinkedQueue<>();
  private final List<Thread> senders = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();

  private volatile boolean running = true;

  /**
   * @param perSecond requests of all kinds together, as far as the answers come in time
   * @param lines of each lasting answer, 50 of which take a second
   */
  public Load(URI server, int perSecond, int lines) {
    this(server, perSecond, lines, Map.of());
  }

  /** @param fields header fields of each request, by name */
  public Load(URI server, int perSecond, int lines, Map<String, String> fields) {
    var pauseNanos = TimeUnit.SECONDS.toNanos(1) * 3 * SENDERS_PER_KIND / perSecond;
    Client shared = null;
    for (var i = 0; i < SENDERS_PER_KIND; i++) {
      shared = i % SENDERS_PER_HTTP2_CONNECTION == 0 ? client(new Http2Client(server, fields)) : shared;
      start("HTTP/2", shared, pauseNanos);
      start("kept", client(new Http1Client(server, true, fields)), pauseNanos);
      start("new", client(new Http1Client(server, false, fields)), pauseNanos);
    }
    stream("HTTP/1.1 stream", client(new Http1Client(server, false, fields)), lines);
    stream("HTTP/2 stream", client(new Http2Client(server, fields)), lines);
  }

  /**
   * All requests so far that were sent at that {@link System#nanoTime()} or later, those without an answer yet left
   * out.
   */
  public List<Sent> sentSince(long nanos) {
    return sent.stream().filter(s -> s.sentAt() >= nanos).toList();
  }

  /** The lasting answers that were open at that time or began later, those that have not ended left out. */
  public List<Sent> streamsSince(long nanos) {
    return streams.stream().filter(s -> s.sentAt() + s.tookNanos() >= nanos).toList();
  }

  /** Whether all lasting answers that had begun by that time have ended. */
  public boolean streamsEnded(long nanos) {
    return streaming.stream().noneMatch(began -> began <= nanos);
  }

  @Override
  public void close() {
    running = false;
    senders.forEach(Thread::interrupt);
    clients.forEach(Client::close);
  }

  private Client client(Client client) {
    clients.add(client);
    return client;
  }

  private void start(String kind, Client client, long pauseNanos) {
    senders.add(Thread.ofVirtual().start(() -> {
      var next = System.nanoTime() + (long) (Math.random() * pauseNanos);
      while (running) {
        LockSupport.parkNanos(next - System.nanoTime());
        next = Math.max(next + pauseNanos, System.nanoTime());
        add(sent, request(kind, client, "/", TIMEOUT_SECONDS));
      }
    }));
  }

  private void stream(String kind, Client client, int lines) {
    senders.add(Thread.ofVirtual().start(() -> {
      while (running) {
        var began = System.nanoTime();
        streaming.add(began);
        add(streams, request(kind, client, "/stream?lines=" + lines, STREAM_TIMEOUT_SECONDS).asLines(lines));
        streaming.remove(began);
        LockSupport.parkNanos(STREAM_PAUSE_NANOS);
      }
    }));
  }

  private void add(Queue<Sent> all, Sent one) {
    if (running) {
      all.add(one);
    }
  }

  private static Sent request(String kind, Client client, String path, int timeoutSeconds) {
    var at = System.nanoTime();
    try {
      var answer = client.get(path).get(timeoutSeconds, TimeUnit.SECONDS);
      return new Sent(kind, at, System.nanoTime() - at, answer.longestPauseNanos(), answer.body(), null);
    } catch (ExecutionException e) {
      return Sent.failed(kind, at, e.getCause().getMessage());
    } catch (TimeoutException e) {
      return Sent.failed(kind, at, "no answer within " + timeoutSeconds + " s");
    } catch (InterruptedException e) {
      return Sent.failed(kind, at, "interrupted");
    }
  }
}
