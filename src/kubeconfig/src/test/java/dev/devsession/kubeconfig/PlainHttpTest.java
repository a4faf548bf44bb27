package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server without TLS, which treats upgrades as {@code kubectl proxy} does. */
class PlainHttpTest {

  @TempDir
  private Path directory;
  private HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int refusedUpgrade = 500;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/k8s/clusters/c-xyz", "/k8s/clusters/c-xyz/", "/k8s/a%2Fb/c%20d/"})
  void isAskedInHttp11UnderThePathAsItIsWritten(String path) throws IOException {
    try (KubernetesClient client = client(path)) {
      assertThat(client.services().inNamespace("shop").list().getItems()).isEmpty();
    }
    assertThat(asked).containsExactly(path.replaceFirst("/$", "") + "/api/v1/namespaces/shop/services");
  }

  @Test
  void aCapitalSchemeIsTheSame() throws IOException {
    try (KubernetesClient client = client("/x")) {
      client.getConfiguration().setMasterUrl(client.getConfiguration().getMasterUrl().replace("http", "HTTP"));
      try (KubernetesClient again = Kubeconfig.connect(client.getConfiguration(), List.of())) {
        assertThat(again.getConfiguration().isHttp2Disable()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 426, 501, 503})
  void aWatchGoesOnWithoutAWebSocketWhereAProxyBlocksThem(int refused) throws Exception {
    refusedUpgrade = refused;
    try (KubernetesClient client = client("/k8s");
        var informer = client.services().inNamespace("shop").runnableInformer(0)) {
      informer.start().toCompletableFuture().get(20, TimeUnit.SECONDS);
      var seen = new CompletableFuture<String>();
      informer.addEventHandler(new ResourceEventHandler<>() {
        @Override
        public void onAdd(Service service) {
          seen.complete(service.getMetadata().getName());
        }

        @Override
        public void onUpdate(Service before, Service after) {}

        @Override
        public void onDelete(Service service, boolean stateUnknown) {}
      });
      assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("orders");
    }
  }

  private KubernetesClient client(String path) throws IOException {
    Path file = Files.writeString(directory.resolve("config"), """
        clusters: [{name: one, cluster: {server: 'http://127.0.0.1:%d%s'}}]
        users: [{name: nobody, user: {}}]
        contexts: [{name: first, context: {cluster: one, user: nobody}}]
        current-context: first
        """.formatted(server.getAddress().getPort(), path));
    return Kubeconfig.connect(Kubeconfig.load(Optional.of(file), Optional.empty()), List.of());
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().getRawPath());
    boolean watch = String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true");
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      answer(exchange, refusedUpgrade, "invalid upgrade response: status code 200");
    } else if (watch) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody()
          .write(("{\"type\": \"ADDED\", \"object\": {\"kind\": \"Service\", \"apiVersion\": \"v1\","
              + " \"metadata\": {\"name\": \"orders\", \"namespace\": \"shop\", \"resourceVersion\": \"2\"}}}\n")
              .getBytes());
      exchange.getResponseBody().flush();
    } else {
      answer(exchange, 200, "{\"kind\": \"ServiceList\", \"apiVersion\": \"v1\", \"metadata\": "
          + "{\"resourceVersion\": \"1\"}, \"items\": []}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes();
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
