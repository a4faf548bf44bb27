package dev.devsession.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.devsession.agent.session.OperatorInstallation;
import dev.devsession.agent.version.OperatorVersion;
import dev.devsession.agent.version.OperatorVersion.NotInstalled;
import dev.devsession.agent.version.OperatorVersion.Published;
import dev.devsession.agent.version.OperatorVersion.Unpublished;
import dev.devsession.agent.version.VersionSkew;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Version;
import dev.devsession.kubeconfig.AttemptedAction;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code devsession version}, with kubectl's words and options. */
@Command(name = "version", mixinStandardHelpOptions = true, sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done, also if there is no kubeconfig or the versions don't fit", "1:unexpected failure",
        "2:wrong options, kubeconfig or context", "3:the cluster doesn't know this user",
        "5:the API server cannot be reached", "6:the operator isn't installed"},
    description = "Prints the version of this command and of the cluster's operator, and warns if they don't fit: one "
        + "minor version apart is supported.")
final class VersionCommand implements Callable<Integer> {
  private static final AttemptedAction READ = new AttemptedAction("read the operator's version",
      "get on configmaps in namespace kube-public", "devsession-version");

  @ParentCommand
  private Devsession parent;

  @Mixin
  private ClusterOptions where;

  @Option(names = "--client", description = "Print the version of this command alone, and ask no cluster.")
  private boolean client;

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", description = "json or yaml. Default: lines.")
  private Output output;

  @Override
  public Integer call() {
    if (!isStructured()) {
      parent.terminal().raw("Client Version: " + Version.current() + "\n");
    }
    if (client || !where.hasKubeconfig()) {
      print(Optional.empty());
      if (!client) {
        parent.terminal().remark("no kubeconfig, so no cluster was asked for its operator");
      }
      return ExitCode.OK.code();
    }
    Optional<String> version = Optional.empty();
    try (var cluster = where.openBriefly()) {
      var operator = cluster.attempt(READ, () -> OperatorVersion.read(cluster.api()));
      version = operator.published();
      return judge(operator, cluster.context());
    } finally {
      print(version);
    }
  }

  private int judge(OperatorVersion operator, String context) {
    return switch (operator) {
      case Published published -> {
        VersionSkew.warning(Version.current(), published.version()).ifPresent(this::warn);
        yield ExitCode.OK.code();
      }
      case Unpublished _ -> {
        warn("the operator doesn't say its version: it is 0.3 or older, or its chart has versionInfo.create=false");
        yield ExitCode.OK.code();
      }
      case NotInstalled _ -> throw OperatorInstallation.missing(context);
    };
  }

  private void warn(String text) {
    parent.terminal().remark("warning: " + text);
  }

  private boolean isStructured() {
    return output == Output.json || output == Output.yaml;
  }

  private void print(Optional<String> operator) {
    if (isStructured()) {
      var all = JsonNodeFactory.instance.objectNode().put("clientVersion", Version.current());
      operator.ifPresent(version -> all.put("operatorVersion", version));
      parent.terminal().raw(output.print(all));
    } else {
      operator.ifPresent(version -> parent.terminal().raw("Operator Version: " + version + "\n"));
    }
  }
}
