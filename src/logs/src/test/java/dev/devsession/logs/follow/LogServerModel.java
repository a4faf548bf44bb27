package dev.devsession.logs.follow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers for pods/log over real connections, from the log files of one container's starts. As the kubelet does it: a
 * line stands behind its time, and {@code sinceTime} leaves out lines before that second.
 */
final class LogServerModel implements AutoCloseable {
  /** A line as the node has it. */
  record Entry(Instant time, byte[] text) {}

  final List<String> requests = new CopyOnWriteArrayList<>();
  /** How often it was asked whether it is there. */
  final AtomicInteger probes = new AtomicInteger();
  final KubernetesClient client;
  private final HttpServer server;
  private final List<List<Entry>> starts = new ArrayList<>(List.of(new ArrayList<>()));
  /** The next stream that is followed breaks after so many bytes; or none does. */
  private int cutAfter = -1;
  private boolean gone;
  private boolean forbidden;
  private boolean stalls;
  private boolean ends;

  LogServerModel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    client = Kubeconfig.connect(
        new ConfigBuilder().withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort()).build(), List.of());
  }

  synchronized void write(Instant time, byte[] text) {
    starts.getLast().add(new Entry(time, text));
    notifyAll();
  }

  synchronized void startAgain() {
    starts.add(new ArrayList<>());
    notifyAll();
  }

  /** The file's first lines are only in another file by now. */
  synchronized void rotate(int lines) {
    var file = starts.removeLast();
    starts.add(new ArrayList<>(file.subList(lines, file.size())));
    notifyAll();
  }

  synchronized void cutAfter(int bytes) {
    cutAfter = bytes;
  }

  /** Streams stay open and bring nothing more. */
  synchronized void stall(boolean on) {
    stalls = on;
  }

  /** Streams end although the container runs, as a load balancer between may do it. */
  synchronized void endStreams(boolean on) {
    ends = on;
    notifyAll();
  }

  synchronized void podGone() {
    gone = true;
    notifyAll();
  }

  synchronized void forbid() {
    forbidden = true;
  }

  void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    client.close();
    stop();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/version")) {
      probes.incrementAndGet();
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
      return;
    }
    var query = exchange.getRequestURI().getQuery();
    requests.add(query);
    try (exchange) {
      List<Entry> file;
      synchronized (this) {
        if (gone || forbidden) {
          refuse(exchange, gone ? 404 : 403, gone
              ? "pods \"p\" not found"
              : "User \"ada\" cannot get resource "
                  + "\"pods/log\" in API group \"\" in the namespace \"shop\"");
          return;
        }
        var previous = query.contains("previous=true");
        if (previous && starts.size() == 1) {
          refuse(exchange, 400, "previous terminated container not found");
          return;
        }
        file = starts.get(starts.size() - (previous ? 2 : 1));
      }
      exchange.sendResponseHeaders(200, 0);
      send(exchange, file, query.contains("follow=true"), since(query), query.contains("tailLines=1"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, List<Entry> file, boolean follow, long since, boolean newest)
      throws IOException, InterruptedException {
    int at = 0;
    while (true) {
      var due = new ByteArrayOutputStream();
      var cut = false;
      synchronized (this) {
        while (follow && (at >= file.size() || stalls) && !ends && !gone && starts.getLast() == file) {
          wait();
        }
        var over = at >= file.size();
        for (at = newest ? Math.max(0, file.size() - 1) : at; at < file.size(); at++) {
          if (file.get(at).time.getEpochSecond() >= since) {
            due.write((file.get(at).time + " ").getBytes());
            due.write(file.get(at).text);
            due.write('\n');
          }
        }
        if (over) {
          return;
        }
        cut = follow && cutAfter >= 0;
        exchange.getResponseBody().write(due.toByteArray(), 0, cut ? Math.min(cutAfter, due.size()) : due.size());
        exchange.getResponseBody().flush();
        cutAfter = cut ? -1 : cutAfter;
      }
      if (cut) {
        throw new IOException("cut"); // the connection breaks without the body's end
      }
    }
  }

  private static void refuse(HttpExchange exchange, int code, String message) throws IOException {
    var body = "{\"kind\":\"Status\",\"code\":%d,\"message\":\"%s\"}".formatted(code, message.replace("\"", "\\\""))
        .getBytes();
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private static long since(String query) {
    var at = query.indexOf("sinceTime=");
    return at < 0 ? 0 : Instant.parse(query.substring(at + 10).replaceFirst("&.*", "")).getEpochSecond();
  }
}
