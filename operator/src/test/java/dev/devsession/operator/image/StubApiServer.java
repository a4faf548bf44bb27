package dev.devsession.operator.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Just enough of an API server to start an operator without a cluster: lists what it is given, holds watches open
 * without events, answers 404 for every name, and accepts every write unchanged.
 */
final class StubApiServer implements AutoCloseable {
  private static final String ALL_ALLOWED = """
      {"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","status":{"resourceRules":
      [{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}]}}
      """;
  private static final String CUSTOM_RESOURCES = """
      {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"devsession.dev/v1alpha1","resources":[
      {"name":"devsessions","kind":"DevSession","namespaced":true,"verbs":["list"]},
      {"name":"swaps","kind":"Swap","namespaced":true,"verbs":["list"]}]}
      """;
  private final HttpsServer server;
  private final List<HasMetadata> objects;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<String> writes = ConcurrentHashMap.newKeySet();

  StubApiServer(SSLContext tls, List<HasMetadata> objects) throws IOException {
    this.objects = objects;
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The paths that were written to so far. */
  Set<String> writes() {
    return writes;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var query = String.valueOf(exchange.getRequestURI().getQuery());
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var collection = path.substring(path.lastIndexOf('/') + 1);
      if (!exchange.getRequestMethod().equals("GET")) {
        writes.add(path);
        answer(exchange, 200, collection.equals("selfsubjectrulesreviews") ? ALL_ALLOWED : body);
      } else if (query.contains("watch=true")) {
        watch(exchange);
      } else if (path.equals("/version")) {
        answer(exchange, 200, "{\"major\":\"1\",\"minor\":\"34\"}");
      } else if (path.equals("/apis/devsession.dev/v1alpha1")) {
        answer(exchange, 200, CUSTOM_RESOURCES);
      } else if (collection.endsWith("s") && !path.contains("/leases/")) {
        answer(exchange, 200, list(collection));
      } else {
        answer(exchange, 404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":404}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    // A WebSocket is declined by a plain answer; the client asks again for a plain stream.
    if (!exchange.getRequestHeaders().containsKey("Upgrade")) {
      exchange.getResponseBody().flush();
      closing.await();
    }
  }

  private String list(String collection) {
    return objects.stream().filter(object -> collection.equals(object.getKind().toLowerCase(Locale.ROOT) + "s"))
        .map(new KubernetesSerialization()::asJson).collect(
            Collectors.joining(",",
                "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[",
                "]}"));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
