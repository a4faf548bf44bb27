package dev.devsession.agent;

import dev.devsession.agent.session.SessionClient;
import dev.devsession.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code devsession list}. */
@Command(name = "list", aliases = "ls", mixinStandardHelpOptions = true, sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done, also if there are none", "1:unexpected failure", "2:wrong options, kubeconfig or context",
        "3:no permission", "5:the API server cannot be reached",
        "6:the operator isn't installed"},
    description = "Lists sessions, as kubectl get devsessions does.")
final class ListCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Mixin
  private ClusterOptions where;

  @Option(names = {"-A", "--all-namespaces"}, description = "List the sessions of all namespaces.")
  private boolean allNamespaces;

  @Option(names = {"-o", "--output"}, description = "${COMPLETION-CANDIDATES}. Default: a table.")
  private Output output;

  @Override
  public Integer call() {
    try (var cluster = where.open()) {
      var sessions = new SessionClient(cluster);
      if (output == Output.json || output == Output.yaml) {
        parent.terminal().raw(output.print(sessions.list(allNamespaces)));
        return ExitCode.OK.code();
      }
      var table = sessions.table(allNamespaces);
      if (table.rows().isEmpty()) {
        parent.terminal().remark("no sessions in " + (allNamespaces
            ? "any namespace"
            : "namespace "
                + cluster.namespace())
            + ": start one with  devsession up SERVICE=PORT");
      }
      parent.terminal().raw(table.text(allNamespaces, output == Output.wide));
      return ExitCode.OK.code();
    }
  }
}
