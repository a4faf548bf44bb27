package dev.devsession.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;

/**
 * A cluster to test on.
 *
 * @param environment what its commands need: {@code KUBECONFIG}, and the folder of kubectl and helm
 * @param hostAddress this machine's address as pods see it
 * @param close stops the cluster if this process started it
 */
public record Cluster(Kind kind, Map<String, String> environment, String hostAddress, Runnable close) {
  public enum Kind {
    NAMED,
    MINIKUBE,
    K3S,
    NODE
  }

  /**
   * The named context, or the node that {@code DEVSESSION_NODE} names; else a running Minikube, else k3s in Docker,
   * else the node that is built here; empty without any.
   */
  public static Optional<Cluster> find() {
    var found = System.getenv("DEVSESSION_CONTEXT") != null || System.getenv("DEVSESSION_NODE") != null
        || minikubeRuns();
    if (!found && DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of(K3s.start());
    }
    if (!found && !"root".equals(System.getProperty("user.name"))) {
      return Optional.empty();
    }
    var wasUp = isUp();
    Project.run(Map.of(), "src/testing/cluster/up");
    var environment = Project.run(Map.of(), "src/testing/cluster/env").lines().map(l -> l.split("=", 2))
        .collect(Collectors.toMap(p -> p[0], p -> p[1]));
    return Optional.of(new Cluster(Kind.valueOf(environment.get("DEVSESSION_CLUSTER_KIND").toUpperCase()), environment,
        environment.get("DEVSESSION_HOST_ADDRESS"),
        wasUp ? () -> {} : () -> Project.run(Map.of(), "src/testing/cluster/down")));
  }

  public Path bin(String program) {
    return Path.of(environment.get("DEVSESSION_BIN")).resolve(program);
  }

  public String kubectl(Object... arguments) {
    return run(bin("kubectl"), arguments);
  }

  public String helm(Object... arguments) {
    return run(bin("helm"), arguments);
  }

  /** Loads the images that the build has made. */
  public void load() {
    load(Project.images());
  }

  /** @param archives of images */
  public void load(List<Path> archives) {
    if (kind == Kind.K3S) {
      K3s.load(archives);
    } else {
      var command = new java.util.ArrayList<Object>(archives);
      command.addFirst("src/testing/cluster/load");
      Project.run(environment, command.toArray());
    }
  }

  private String run(Path program, Object... arguments) {
    var command = new java.util.ArrayList<Object>(List.of(arguments));
    command.addFirst(program);
    return Project.run(environment, command.toArray());
  }

  private static boolean isUp() {
    try {
      Project.run(Map.of(), "src/testing/cluster/env", "kubectl", "get", "--raw", "/readyz");
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static boolean minikubeRuns() {
    try {
      Project.run(Map.of(), "minikube", "status");
      return true;
    } catch (IllegalStateException | java.io.UncheckedIOException e) {
      return false;
    }
  }
}
