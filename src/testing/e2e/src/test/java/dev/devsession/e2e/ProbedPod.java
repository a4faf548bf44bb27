package dev.devsession.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A pod with every kind of variable, in a namespace of its own. */
final class ProbedPod implements AutoCloseable {
  private static final String NAME = "probe";
  private final KubernetesClient client;
  final String namespace;

  private ProbedPod(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  static ProbedPod deploy(KubernetesClient client) {
    var namespace = "env-test-" + Long.toString(ProcessHandle.current().pid(), 36);
    client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    var pod = new ProbedPod(client, namespace);
    try {
      pod.apply();
      return pod;
    } catch (IOException e) {
      pod.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | AssertionError e) {
      pod.close();
      throw e;
    }
  }

  private void apply() throws IOException {
    try (var reader = FirstProcess.class.getResourceAsStream("FirstProcess.class")) {
      client.resource(new ConfigMapBuilder().withNewMetadata().withName("reader").withNamespace(namespace)
          .endMetadata().addToBinaryData("class", Base64.getEncoder().encodeToString(reader.readAllBytes())).build())
          .create();
    }
    var yaml = Files.readString(Project.path("src/testing/e2e/src/test/resources/every-variable.yaml"))
        .replace("SHOP_IMAGE", image());
    client.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).inNamespace(namespace).create();
    try {
      client.pods().inNamespace(namespace).withName(NAME).waitUntilReady(DeployedShop.PATIENCE, TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError("the pod isn't ready: " + state(), e);
    }
  }

  /** Why the pod isn't ready: its status, and what its events say. */
  private String state() {
    return client.getKubernetesSerialization().asYaml(client.pods().inNamespace(namespace).withName(NAME).get()
        .getStatus()) + client.v1().events().inNamespace(namespace).list().getItems().stream()
            .map(e -> e.getLastTimestamp() + " " + e.getReason() + ": " + e.getMessage())
            .collect(Collectors.joining("\n"));
  }

  /** Those of the container's first process, as the system has them. */
  Map<String, String> environment() throws Exception {
    var output = new ByteArrayOutputStream();
    try (var run = client.pods().inNamespace(namespace).withName(NAME).inContainer("app").writingOutput(output)
        .exec("/jre/bin/java", "-Xshare:auto", "-cp", "/reader", FirstProcess.class.getName())) {
      if (run.exitCode().get(DeployedShop.PATIENCE, TimeUnit.SECONDS) != 0) {
        throw new AssertionError("the environment can't be read: " + output.toString(UTF_8));
      }
    }
    return Arrays.stream(output.toString(UTF_8).split("\0")).map(v -> v.split("=", 2))
        .collect(Collectors.toMap(v -> v[0], v -> v[1], (a, b) -> b, TreeMap::new));
  }

  private static String image() throws IOException {
    try (var lines = Files.lines(Path.of(Project.path("src/testing/shop/shop.yaml").toString()))) {
      return lines.map(String::strip).filter(l -> l.startsWith("image: ")).findFirst().orElseThrow().substring(7);
    }
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
  }
}
