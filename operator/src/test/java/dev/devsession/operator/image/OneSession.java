package dev.devsession.operator.image;

import static org.awaitility.Awaitility.await;

import dev.devsession.image.ImageProcess;
import dev.devsession.image.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The operator at work on one session that wants one service. */
final class OneSession {
  private static final String OBJECTS = """
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata:
        name: ada
        namespace: shop
        uid: "1"
        generation: 1
        resourceVersion: "1"
        creationTimestamp: "CREATED"
        finalizers: [devsession.dev/restore]
      spec:
        services: [{name: orders, mode: Replace}]
        transport: {type: Direct, hostAddress: 127.0.0.1}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: orders, namespace: shop, uid: "2", resourceVersion: "1"}
      spec:
        selector: {app: orders}
        ports: [{name: http, port: 8081, targetPort: 8081}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, namespace: shop, uid: "3", generation: 1, resourceVersion: "1"}
      spec:
        replicas: 3
        selector: {matchLabels: {app: orders}}
        template:
          metadata: {labels: {app: orders}}
          spec:
            containers: [{name: orders, image: orders, ports: [{name: http, containerPort: 8081}]}]
      """;

  private OneSession() {}

  /** Starts the operator, waits until it has claimed the service, requests its health, and terminates it. */
  static int serve(Program program) throws Exception {
    var tls = ThrowawayTls.make();
    var port = ImageProcess.unusedPort();
    var authority = program.file("ca.crt", tls.certificate());
    try (var api = new StubApiServer(tls.context(), objects());
        var operator = program.start(List.of(), environment(api, authority, port));
        var client = HttpClient.newHttpClient()) {
      operator.awaitPort(port);
      await("claim written").atMost(Duration.ofSeconds(30))
          .until(() -> api.writes().stream().anyMatch(path -> path.contains("/namespaces/shop/swaps")));
      for (var path : List.of("/livez", "/readyz", "/metrics")) {
        client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.discarding());
      }
      return operator.terminate();
    }
  }

  private static Map<String, String> environment(StubApiServer api, String authority, int port) {
    return Map.of("KUBERNETES_MASTER", api.url(), "KUBERNETES_CERTS_CA_FILE", authority, "KUBERNETES_AUTH_TOKEN",
        "none",
        "KUBECONFIG", "/nonexistent", "POD_NAMESPACE", "devsession-system", "PROXY_IMAGE", "proxy", "HTTP_PORT",
        "" + port, "LEADER_ELECTION", "false");
  }

  private static List<HasMetadata> objects() {
    return Stream.of(OBJECTS.replace("CREATED", "" + Instant.now()).split("---\n"))
        .map(yaml -> (HasMetadata) new KubernetesSerialization().unmarshal(yaml))
        .toList();
  }
}
