package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import io.fabric8.kubernetes.client.Config;
import io.netty.pkitesting.CertificateBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {

  @TempDir
  private Path directory;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    Files.createDirectory(directory.resolve("certs"));
    Files.writeString(directory.resolve("certs/ada.key"),
        new CertificateBuilder().subject("CN=ada").setIsCertificateAuthority(true).buildSelfSigned()
            .getPrivateKeyPEM());
    file = Files.writeString(directory.resolve("config"), """
        apiVersion: v1
        kind: Config
        clusters:
        - {name: one, cluster: {server: "https://one.example:6443", certificate-authority: certs/ca.crt}}
        users:
        - {name: ada, user: {client-certificate: certs/ada.crt, client-key: certs/ada.key}}
        contexts:
        - {name: first, context: {cluster: one, user: ada, namespace: shop}}
        - {name: second, context: {cluster: two, user: ada}}
        current-context: first
        """);
  }

  @Test
  void currentContextIsReadWithPathsRelativeToTheFile() {
    Config config = Kubeconfig.load(Optional.of(file), Optional.empty());

    assertThat(config.getMasterUrl()).startsWith("https://one.example:6443");
    assertThat(config.getNamespace()).isEqualTo("shop");
    assertThat(config.getCaCertFile()).isEqualTo(directory.resolve("certs/ca.crt").toString());
    assertThat(config.getClientCertFile()).isEqualTo(directory.resolve("certs/ada.crt").toString());
    assertThat(config.getFile()).isEqualTo(file.toFile());
  }

  @Test
  void missingKeyFileIsNamed() throws IOException {
    Files.delete(directory.resolve("certs/ada.key"));
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(file), Optional.empty())).isInstanceOf(AgentException.class)
        .hasMessageContaining("cannot use kubeconfig " + file).hasMessageContaining("ada.key");
  }

  @Test
  void severalFilesAreMerged() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), """
        clusters: [{name: two, cluster: {server: "https://two.example"}}]
        current-context: second
        """);
    Config config = KubeconfigMerge.of(List.of(file.toFile(), directory.resolve("none").toFile(), other.toFile()),
        "second");

    assertThat(config.getMasterUrl()).startsWith("https://two.example");
    assertThat(config.getCurrentContext().getName()).isEqualTo("second");
  }

  @Test
  void unknownContextIsRefusedWithTheExistingOnes() {
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(file), Optional.of("third")))
        .isInstanceOf(AgentException.class).hasMessageContaining("no context \"third\"")
        .hasMessageEndingWith("first, second");
  }

  @Test
  void otherFileIsRefused() throws IOException {
    Files.writeString(file, "{{{");
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(file), Optional.empty())).isInstanceOf(AgentException.class)
        .hasMessageContaining("cannot read kubeconfig " + file);

    Files.writeString(file, "");
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(file), Optional.empty())).isInstanceOf(AgentException.class);
  }

  @Test
  void ofSeveralFilesOnlyTheBrokenOneIsNamed() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken"), "{{{");
    assertThatThrownBy(() -> KubeconfigMerge.of(List.of(file.toFile(), broken.toFile()), null))
        .isInstanceOf(AgentException.class).hasMessageStartingWith("cannot read kubeconfig " + broken + ": ")
        .hasMessageContaining("(line: 1, column: 2)").message()
        .doesNotContain(file.toString(), "\n", "Exception", "java.");
    Files.writeString(broken, "clusters: 3\n");
    assertThatThrownBy(() -> KubeconfigMerge.of(List.of(file.toFile(), broken.toFile()), null))
        .hasMessageStartingWith("cannot read kubeconfig " + broken + ": ").message().doesNotContain("java.");
  }

  @Test
  void whatKubectlWritesWhenNothingIsLeftIsNoFault() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "clusters: null\ncontexts: null\nusers: null\n");
    Path blank = Files.writeString(directory.resolve("blank"), "");
    assertThat(KubeconfigMerge.of(List.of(empty.toFile(), blank.toFile(), file.toFile()), null).getMasterUrl())
        .startsWith("https://one.example:6443");
  }

  @Test
  void theEnvironmentsProxyIsNotForThisMachineAndTheKubeconfigsKnowsNoException() throws IOException {
    Config local = Config.empty();
    local.setMasterUrl("http://127.0.0.1:8001/k8s/");
    local.setHttpProxy("http://proxy:3128");
    ProxyChoice.set(local, null);
    assertThat(local.getHttpProxy()).isNull();
    Config told = Config.empty();
    told.setMasterUrl("http://127.0.0.1:8001/k8s/");
    told.setNoProxy(new String[]{"127.0.0.1"});
    ProxyChoice.set(told, "http://proxy:3128");
    assertThat(ProxyChoice.of(told)).hasToString("Optional[http://proxy:3128]");
  }
}
