package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody reads whose local cluster isn't started. */
class LocalClusterTest {
  private static final String BY_MINIKUBE = ", extensions: [{name: context_info, extension: {provider: "
      + "minikube.sigs.k8s.io, version: v1.37.0}}]";

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "minikube | '' | Is Minikube running? Try  minikube start",
      "shop | BY | Is Minikube running? Try  minikube start -p shop",
      "kind-kind | '' | Is kind's node running? Try  docker start kind-control-plane",
      "k3d-dev | '' | Is k3d running? Try  k3d cluster start dev",
      "colima | '' | Is Colima running? Try  colima start --kubernetes",
      "docker-desktop | '' | Is Docker Desktop running, with Kubernetes enabled in its settings?",
      "rancher-desktop | '' | Is Rancher Desktop running, with Kubernetes enabled in its settings?",
      "team | '' | Is the cluster running, and is --context the right one?"})
  void stoppedClusterIsAskedForByItsTool(String context, String extensions, String question) throws IOException {
    String server = "https://127.0.0.1:" + closedPort();
    Path file = write(server, context, extensions, context);
    var config = Kubeconfig.load(Optional.of(file), Optional.empty());
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = Kubeconfig.connect(config, List.of())) {
      assertThatThrownBy(() -> client.services().inNamespace("shop").list()).satisfies(failure -> {
        AgentException told = new ApiErrors(client, Optional.of("shop")).explain(failure);
        assertThat(told).hasMessage("cannot reach the API server " + server + ": connection refused. " + question);
        assertThat(told.exitCode().code()).isEqualTo(5);
      });
    }
  }

  /** {@code minikube stop} takes the current context away. */
  @Test
  void withoutACurrentContextItIsSaidWhereOneComesFrom() throws IOException {
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(write("https://127.0.0.1:1", "shop", "BY", "''")),
        Optional.empty())).hasMessageEndingWith(": choose one with --context or  kubectl config use-context; it has: "
            + "shop. Minikube chooses its own when it starts:  minikube start -p shop");
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(write("https://127.0.0.1:1", "kind-a", "", "''")),
        Optional.empty())).hasMessageEndingWith("it has: kind-a");
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(Files.writeString(directory.resolve("config"), "")),
        Optional.empty())).hasMessageEndingWith("config: it has none. A local cluster writes its own when it starts, "
            + "as by  minikube start");
  }

  @Test
  void withoutAKubeconfigItIsSaidWhereOneComesFrom() {
    assertThatThrownBy(() -> Kubeconfig.load(Optional.of(directory.resolve("none")), Optional.empty()))
        .hasMessageContaining("no kubeconfig at " + directory.resolve("none") + ": a local cluster writes it when it "
            + "starts, as by  minikube start; name another with --kubeconfig or KUBECONFIG");
  }

  private Path write(String server, String context, String extensions, String current) throws IOException {
    return Files.writeString(directory.resolve("config"), """
        clusters: [{name: one, cluster: {server: "%s"}}]
        users: [{name: ada, user: {token: t}}]
        contexts: [{name: %s, context: {cluster: one, user: ada%s}}]
        current-context: %s
        """.formatted(server, context, extensions.replace("BY", BY_MINIKUBE), current));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }
}
