package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.devsession.agent.files.WorkloadFiles;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.console.Terminal;
import dev.devsession.files.volume.PodFacts;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of a workload, read and followed with a real API server. */
class WorkloadFilesIT extends AgainstApiServer {
  private static final String POD = """
      metadata: {labels: {app: orders}}
      spec:
        automountServiceAccountToken: false
        serviceAccountName: shopkeeper
        containers:
        - name: app
          volumeMounts:
          - {name: settings, mountPath: /etc/app}
          - {name: settings, mountPath: /etc/frozen, subPath: a}
          - {name: password, mountPath: /etc/password}
          - {name: token, mountPath: /var/run/token}
        volumes:
        - {name: settings, configMap: {name: settings}}
        - {name: password, secret: {secretName: password, defaultMode: 256}}
        - name: token
          projected: {sources: [{serviceAccountToken: {path: token, audience: vault, expirationSeconds: 900}}]}
      """;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Terminal terminal = new Terminal(new PrintStream(said), new PrintStream(said));

  @BeforeEach
  void createSources() {
    setSettings("one");
    admin.resource(new SecretBuilder().withNewMetadata().withNamespace(namespace).withName("password").endMetadata()
        .addToStringData("key", "s3cr3t").build()).create();
    admin.resource(new ServiceAccountBuilder().withNewMetadata().withNamespace(namespace).withName("shopkeeper")
        .endMetadata().build()).create();
  }

  @Test
  void allIsReadAndAChangeArrivesButForAFrozenPlace() throws IOException {
    try (var cluster = cluster("admin"); var files = open(cluster)) {
      assertThat(files.gaps()).isEmpty();
      assertThat(files.root().resolve("etc/app/a")).hasContent("one");
      assertThat(files.root().resolve("etc/password/key")).hasContent("s3cr3t");
      var token = json(Files.readString(files.root().resolve("var/run/token/token")).split("\\.")[1]);
      assertThat(token.path("aud").path(0).asText()).isEqualTo("vault");
      assertThat(token.path("sub").asText()).isEqualTo("system:serviceaccount:" + namespace + ":shopkeeper");
      assertThat(token.path("exp").asLong() - token.path("iat").asLong()).isEqualTo(900);

      files.follow();
      setSettings("two");

      await().untilAsserted(() -> assertThat(files.root().resolve("etc/app/a")).hasContent("two"));
      assertThat(files.root().resolve("etc/frozen")).hasContent("one");
      await().untilAsserted(
          () -> assertThat(said.toString()).contains("changed in the cluster and here: /etc/app"));
    }
  }

  @Test
  void aSourceThatIsDeletedAndMadeAgainIsFollowed() {
    try (var cluster = cluster("admin"); var files = open(cluster)) {
      files.follow();
      admin.configMaps().inNamespace(namespace).withName("settings").delete();
      setSettings("three");

      await().untilAsserted(() -> assertThat(files.root().resolve("etc/app/a")).hasContent("three"));
    }
  }

  @Test
  void eachMissingRightIsOneLineWithItsGrantAndNothingStops() {
    try (var cluster = cluster("ada"); var files = open(cluster)) {
      files.follow();

      assertThat(files.gaps()).hasSize(4).allMatch(line -> line.contains("you may not") && line.contains(
          "--clusterrole=devsession-developer-secrets --user=ada -n " + namespace))
          .anyMatch(line -> line.startsWith("/etc/password: Secret password: you may not get secrets in namespace "))
          .anyMatch(line -> line.contains("create on serviceaccounts/token"));
      assertThat(files.root().resolve("etc/app")).isDirectory();
      assertThat(files.root().resolve("etc/app/a")).doesNotExist();
    }
  }

  private WorkloadFiles open(ClusterContext cluster) {
    var pod = Serialization.unmarshal(POD, JsonNode.class);
    return new WorkloadFiles(cluster,
        new PodFacts(namespace, pod.path("metadata"), pod.path("spec"), false, MissingNode.getInstance()), "app",
        UnaryOperator.identity(), terminal);
  }

  private ClusterContext cluster(String user) {
    return ClusterContext.of(Kubeconfig.load(Optional.of(kubeconfig), Optional.of(user)), namespace);
  }

  private void setSettings(String value) {
    admin.resource(new ConfigMapBuilder().withNewMetadata().withNamespace(namespace).withName("settings").endMetadata()
        .withData(Map.of("a", value)).build()).serverSideApply();
  }

  private static JsonNode json(String encoded) throws IOException {
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(encoded));
  }
}
