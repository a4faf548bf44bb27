package dev.devsession.agent;

import dev.devsession.agent.sync.HostsRun;
import dev.devsession.agent.sync.NameScope;
import dev.devsession.agent.sync.NameSource;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.console.ExitCode;
import dev.devsession.hosts.BlockHeader;
import dev.devsession.hosts.HostsFile;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession hosts}. */
@Command(name = "hosts", mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done; also after Ctrl-C or SIGTERM, with the hosts file restored",
        "1:unexpected failure",
        "2:wrong options, kubeconfig or context, or a malformed devsession block in the hosts file",
        "3:no permission to write the hosts file or to list services",
        "4:another devsession manages this hosts file",
        "5:the API server cannot be reached at the start"},
    description = {
        "Keeps the names of the cluster's services in the hosts file until you stop it, then restores the file.",
        "Needs permission to write the hosts file (sudo), and to list and watch services with your own kubeconfig."})
final class HostsCommand implements Callable<Integer> {

  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Option(names = "--via", defaultValue = "NodePort", description = "How services are reached: "
      + "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private NamesVia via;

  @Option(names = {"-n", "--namespace"}, description = "Namespace of the services. Default: that of the context.")
  private String namespace;

  @Option(names = {"-A",
      "--all-namespaces"}, description = "Services of all namespaces; short names only for the chosen one.")
  private boolean allNamespaces;

  @Option(names = "--context", description = "Context of the kubeconfig. Default: the current one.")
  private String context;

  @Option(names = "--kubeconfig", description = "Default: KUBECONFIG, or ~/.kube/config.")
  private Path kubeconfig;

  @Option(names = "--hosts-file", defaultValue = Devsession.HOSTS_FILE, description = "Default: ${DEFAULT-VALUE}.")
  private Path hostsFile;

  @Mixin
  private NodeAddressOption nodeAddress;

  @ArgGroup
  private Instead instead = new Instead();

  /** What to do instead of writing the names. */
  static final class Instead {
    @Option(names = "--print", description = "Print the block that it would write, and exit.")
    private boolean print;

    @Option(names = "--clean", description = "Remove the block that a killed agent left behind, and exit.")
    private boolean clean;
  }

  @Override
  public Integer call() {
    if (via == NamesVia.Tunnel && !instead.print && !instead.clean) {
      throw new ParameterException(spec.commandLine(),
          "--via Tunnel needs a session, which carries the connections: use  devsession up  or  devsession connect,"
              + " which write the names themselves. Add --print to see what they would write");
    }
    Optional<String> nodePortsAt = nodeAddress.value(spec);
    HostsFile file = HostsFile.at(hostsFile);
    HostsRun run = new HostsRun(file, parent.terminal());
    if (instead.clean) {
      run.clean();
      return ExitCode.OK.code();
    }
    Config config = Kubeconfig.load(Optional.ofNullable(kubeconfig), Optional.ofNullable(context));
    try (KubernetesClient client = Kubeconfig.connect(config, List.of())) {
      NameScope scope = new NameScope(via, Optional.ofNullable(namespace)
          .orElseGet(() -> Objects.requireNonNullElse(config.getNamespace(), "default")), allNamespaces, nodePortsAt);
      BlockHeader header = new BlockHeader(ProcessHandle.current().pid(), config.getCurrentContext().getName());
      if (instead.print) {
        run.print(onChange -> new NameSource(client, scope, parent.terminal(), onChange), header, parent.stop());
      } else {
        run.keep(onChange -> new NameSource(client, scope, parent.terminal(), onChange), header, parent.stop());
      }
    }
    return ExitCode.OK.code();
  }
}
