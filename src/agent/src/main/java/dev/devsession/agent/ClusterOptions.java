package dev.devsession.agent;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which cluster and which namespace: kubectl's options, with kubectl's defaults. */
final class ClusterOptions {
  private static final int PATIENCE_MILLIS = 3000;

  @Option(names = {"-n", "--namespace"}, description = "Default: that of the context.")
  private String namespace;

  @Option(names = "--context", description = "Context of the kubeconfig. Default: the current one.")
  private String context;

  @Option(names = "--kubeconfig", description = "Default: KUBECONFIG, or ~/.kube/config.")
  private Path kubeconfig;

  /** Whether there is a file to read, or one was asked for; without the client library, which takes long to load. */
  boolean hasKubeconfig() {
    var files = Optional.ofNullable(System.getenv("KUBECONFIG")).filter(named -> !named.isBlank())
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".kube", "config").toString());
    return kubeconfig != null || context != null
        || Stream.of(files.split(File.pathSeparator)).anyMatch(file -> Files.isRegularFile(Path.of(file.strip())));
  }

  /** Asks nothing of the cluster yet. */
  ClusterContext open() {
    return open(config());
  }

  /** For a command that has something to say without the cluster: what doesn't answer soon is given up. */
  ClusterContext openBriefly() {
    var config = config();
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setRequestTimeout(PATIENCE_MILLIS);
    config.setRequestRetryBackoffLimit(0);
    return open(config);
  }

  private Config config() {
    return Kubeconfig.load(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
  }

  private ClusterContext open(Config config) {
    return ClusterContext.of(config,
        Optional.ofNullable(namespace).orElseGet(() -> Objects.requireNonNullElse(config.getNamespace(), "default")));
  }
}
