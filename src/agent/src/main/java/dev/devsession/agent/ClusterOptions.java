package dev.devsession.agent;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.kubeconfig.Kubeconfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster and which namespace: kubectl's options, with kubectl's defaults. */
final class ClusterOptions {
  @Option(names = {"-n", "--namespace"}, description = "Default: that of the context.")
  private String namespace;

  @Option(names = "--context", description = "Context of the kubeconfig. Default: the current one.")
  private String context;

  @Option(names = "--kubeconfig", description = "Default: KUBECONFIG, or ~/.kube/config.")
  private Path kubeconfig;

  /** Asks nothing of the cluster yet. */
  ClusterContext open() {
    var config = Kubeconfig.load(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
    return ClusterContext.of(config,
        Optional.ofNullable(namespace).orElseGet(() -> Objects.requireNonNullElse(config.getNamespace(), "default")));
  }
}
