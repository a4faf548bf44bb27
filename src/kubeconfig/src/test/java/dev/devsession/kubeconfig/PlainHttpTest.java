package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
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
    boolean upgrade = exchange.getRequestHeaders().containsKey("Upgrade");
    byte[] body = (upgrade
        ? "invalid upgrade response: status code 200"
        : "{\"kind\": \"ServiceList\", \"apiVersion\": \"v1\", \"metadata\": {}, \"items\": []}").getBytes();
    exchange.sendResponseHeaders(upgrade ? 500 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
