package dev.devsession.agent;

import dev.devsession.agent.restore.RestorePrinter;
import dev.devsession.agent.restore.RunningOperators;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.Kubeconfig;
import dev.devsession.restore.ManagedObjects;
import dev.devsession.restore.OfflineRestore;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession restore}. */
@Command(name = "restore", mixinStandardHelpOptions = true, sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:everything is restored",
        "1:something could not be restored; the output names it and says what to do",
        "2:wrong options, kubeconfig or context",
        "3:the API server refuses this user",
        "4:an operator runs, which restores by itself",
        "5:the API server cannot be reached"},
    description = {
        "Restores the workloads that sessions scaled to zero, and removes proxies, sessions and swaps.",
        "Needs no operator: use it when the operator is gone for good. Run it again to finish what is left."})
final class RestoreCommand implements Callable<Integer> {
  /** Kinds that not every cluster has; those that the API server doesn't serve are skipped. */
  private static final AttemptedAction ATTEMPT = new AttemptedAction("restore workloads",
      "get, list, watch and patch on workloads", "admin");
  private static final String USUAL_KINDS = "argoproj.io/v1alpha1/Rollout";

  private static final List<Class<? extends KubernetesResource>> KINDS = List.of(Deployment.class, ConfigMap.class,
      DevSession.class, Swap.class, GenericKubernetesResource.class);

  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @ArgGroup
  private Where where = new Where();

  /** Where to look. */
  static final class Where {
    @Option(names = {"-A", "--all", "--all-namespaces"}, description = "In all namespaces.")
    private boolean all;

    @Option(names = {"-n",
        "--namespace"}, description = "In this namespace; may be repeated. Default: that of the context.")
    private Set<String> namespaces = Set.of();
  }

  @Option(names = "--workload-kind", paramLabel = "GROUP/VERSION/KIND", description = "Another kind of workload to "
      + "restore, besides Deployment, StatefulSet and Argo's Rollout; may be repeated.")
  private List<String> kinds = List.of();

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "60", description = "How long at most proxies keep "
      + "answering while workloads start again. Default: ${DEFAULT-VALUE}.")
  private int wait;

  @Option(names = "--dry-run", description = "Only show what it would do.")
  private boolean dryRun;

  @Option(names = "--force", description = "Restore even while an operator runs.")
  private boolean force;

  @Option(names = "--context", description = "Context of the kubeconfig. Default: the current one.")
  private String context;

  @Option(names = "--kubeconfig", description = "Default: KUBECONFIG, or ~/.kube/config.")
  private Path kubeconfig;

  @Override
  public Integer call() {
    var workloadKinds = workloadKinds();
    var config = Kubeconfig.load(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
    try (var client = Kubeconfig.connect(config, KINDS)) {
      try {
        return restore(client, namespaces(config), workloadKinds);
      } catch (KubernetesClientException e) {
        throw new ApiErrors(client, Optional.empty(), ATTEMPT).explain(e);
      }
    }
  }

  private int restore(KubernetesClient client, Set<String> namespaces, List<WorkloadKind> workloadKinds) {
    var operator = RunningOperators.running(client);
    if (operator.isPresent() && !force && !dryRun) {
      throw new AgentException(ExitCode.CONFLICT, "the operator " + operator.get()
          + " is running and restores by itself: delete the sessions instead with  kubectl delete devsessions --all"
          + (namespaces.isEmpty() ? " --all-namespaces" : " -n " + String.join(" -n ", namespaces))
          + "  or, if the operator doesn't work, add --force");
    }
    var printer = new RestorePrinter(parent.terminal());
    var found = ManagedObjects.find(client, namespaces, workloadKinds, printer);
    if (found.isEmpty()) {
      if (printer.hasFailed()) {
        return ExitCode.NO_PERMISSION.code();
      }
      printer.nothing(namespaces.isEmpty() ? "all namespaces" : "namespace " + String.join(", ", namespaces));
    } else if (dryRun) {
      printer.plan(found);
    } else {
      new OfflineRestore(client, Duration.ofSeconds(wait), printer).run(found);
      printer.removed(found);
    }
    return printer.hasFailed() ? ExitCode.FAILURE.code() : ExitCode.OK.code();
  }

  private List<WorkloadKind> workloadKinds() {
    try {
      return WorkloadKind.with(USUAL_KINDS + "," + String.join(",", kinds));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--workload-kind: " + e.getMessage(), e);
    }
  }

  /** None for all. */
  private Set<String> namespaces(Config config) {
    return where.all
        ? Set.of()
        : where.namespaces.isEmpty()
            ? Set.of(Objects.requireNonNullElse(config.getNamespace(), "default"))
            : new TreeSet<>(where.namespaces);
  }
}
