package dev.devsession.hollow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hollow cluster behaves like a real one, as far as tests need it. */
class HollowClusterIT {
  /** SHA-256 of "a". */
  private static final String HASH_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
  @TempDir
  static Path folder;
  static HollowCluster cluster;
  static KubernetesClient client;

  @BeforeAll
  static void start() throws IOException {
    cluster = HollowCluster.start(Files.writeString(folder.resolve("crd.yaml"), CRD));
    client = cluster.client();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void podsAreReadyBehindTheirServiceAndAreDeletedWithTheirDeployment() {
    namespace("web");
    load("web", DEPLOYMENT);

    await().untilAsserted(() -> assertThat(readyEndpoints("web")).isEqualTo(2));

    client.apps().deployments().inNamespace("web").withName("web").delete();

    await().untilAsserted(() -> assertThat(client.pods().inNamespace("web").list().getItems()).isEmpty());
    await().untilAsserted(() -> assertThat(readyEndpoints("web")).isZero());
  }

  @Test
  void proxyPodReportsTheHashOfItsRoutes() throws Exception {
    namespace("proxy");
    load("proxy", PROXY);
    var pod = client.pods().inNamespace("proxy").withName("proxy").waitUntilReady(30,
        TimeUnit.SECONDS);

    assertThat(readRoutesHash(pod)).isEqualTo(HASH_OF_A);

    client.configMaps().inNamespace("proxy").withName("routes").edit(c -> {
      c.getData().put("routes.properties", "b");
      return c;
    });

    assertThat(readRoutesHash(pod)).isNotEqualTo(HASH_OF_A).hasSize(64);
  }

  @Test
  void objectOwnedByACustomResourceIsDeletedWithIt() {
    namespace("gc");
    load("gc", OWNER);
    var owner = client.genericKubernetesResources("hollow.test/v1", "Owner").inNamespace("gc").withName("owner").get();
    client.configMaps().inNamespace("gc").withName("owned").edit(c -> {
      c.addOwnerReference(owner);
      return c;
    });
    client.resource(owner).delete();

    await().untilAsserted(() -> assertThat(client.configMaps().inNamespace("gc").withName("owned").get()).isNull());
  }

  @Test
  void namespaceIsDeletedWithItsObjects() {
    namespace("ending");
    load("ending", DEPLOYMENT);

    await().untilAsserted(() -> assertThat(readyEndpoints("ending")).isEqualTo(2));

    client.namespaces().withName("ending").delete();

    await().atMost(Duration.ofSeconds(40))
        .untilAsserted(() -> assertThat(client.namespaces().withName("ending").get()).isNull());
  }

  @Test
  void twoClustersRunAtTheSameTime() {
    try (var other = HollowCluster.start()) {
      other.client().resource(new NamespaceBuilder().withNewMetadata().withName("other").endMetadata().build())
          .create();
      assertThat(client.namespaces().withName("other").get()).isNull();
    }
  }

  private static void namespace(String name) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
  }

  private static void load(String namespace, String yaml) {
    client.load(new ByteArrayInputStream(yaml.getBytes())).inNamespace(namespace).create();
  }

  private static long readyEndpoints(String namespace) {
    return client.discovery().v1().endpointSlices().inNamespace(namespace).list().getItems().stream()
        .map(EndpointSlice::getEndpoints).filter(Objects::nonNull).flatMap(List::stream)
        .filter(e -> Boolean.TRUE.equals(e.getConditions().getReady())).count();
  }

  private static String readRoutesHash(Pod pod) throws IOException, InterruptedException {
    var port = cluster.jvmOptions().getLast().replaceAll(".*=", "");
    var proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", Integer.parseInt(port)));
    return HttpClient.newBuilder().proxy(proxy).build().send(
        HttpRequest.newBuilder(URI.create("http://" + pod.getStatus().getPodIP() + ":9901/config")).build(),
        BodyHandlers.ofString()).body();
  }

  private static final String CRD = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: owners.hollow.test}
      spec:
        group: hollow.test
        scope: Namespaced
        names: {kind: Owner, plural: owners}
        versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
      """;
  private static final String OWNER = """
      apiVersion: hollow.test/v1
      kind: Owner
      metadata: {name: owner}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: owned}
      """;
  private static final String PROXY = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: routes}
      data: {routes.properties: a}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: proxy}
      spec:
        containers: [{name: proxy, image: none, ports: [{name: ds-health, containerPort: 9901}]}]
        volumes: [{name: routes, configMap: {name: routes}}]
      """;
  private static final String DEPLOYMENT = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 2
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: none}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      """;
}
