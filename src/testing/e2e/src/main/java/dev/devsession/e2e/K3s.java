package dev.devsession.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** k3s in Docker, for machines that have it. */
final class K3s {
  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.4-k3s1");
  private static K3sContainer container;

  private K3s() {}

  static synchronized Cluster start() {
    container = new K3sContainer(IMAGE).withCommand("server", "--disable=traefik",
        "--kube-apiserver-arg=service-node-port-range=1-65535");
    container.start();
    try {
      var kubeconfig = Files.createTempFile("devsession-k3s", ".yaml");
      Files.writeString(kubeconfig, container.getKubeConfigYaml());
      var bin = Project.run(Map.of(), "src/testing/cluster/build", "kubectl", "helm").strip();
      return new Cluster(Cluster.Kind.K3S, Map.of("KUBECONFIG", kubeconfig.toString(), "DEVSESSION_BIN", bin),
          gateway(), container::stop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void load(List<Path> archives) {
    for (var archive : archives) {
      container.copyFileToContainer(MountableFile.forHostPath(archive), "/tmp/image.tar");
      try {
        var result = container.execInContainer("ctr", "--namespace", "k8s.io", "images", "import", "/tmp/image.tar");
        if (result.getExitCode() != 0) {
          throw new IllegalStateException(archive + " can't be loaded: " + result.getStderr());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** This machine on the container's network. */
  private static String gateway() {
    return container.getContainerInfo().getNetworkSettings().getNetworks().values().iterator().next().getGateway();
  }
}
