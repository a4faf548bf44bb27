package dev.devsession.agent;

import dev.devsession.agent.child.StandardOutput;
import dev.devsession.agent.environment.EnvironmentChoice;
import dev.devsession.agent.environment.EnvironmentLines;
import dev.devsession.agent.environment.EnvironmentTable;
import dev.devsession.agent.environment.ProcessEnvironment;
import dev.devsession.agent.environment.SecretFile;
import dev.devsession.agent.environment.ServiceContainer;
import dev.devsession.console.ExitCode;
import dev.devsession.environment.MountMapping;
import dev.devsession.environment.format.EnvironmentFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession env}. */
@Command(name = "env", mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done, even if some variables may not be read", "1:unexpected failure",
        "2:wrong options, kubeconfig or context, no such service or container, a value that the format can't hold, or "
            + "a file in a Git work tree",
        "3:pods may not be read", "5:the API server cannot be reached"},
    description = {
        "Prints the environment that the container of a service has, as it works on this machine.",
        "  devsession env orders --explain            where each variable comes from",
        "  eval \"$(devsession env orders -o posix)\"   into this shell",
        "  devsession env orders -o docker --file ~/orders.env"})
final class EnvCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Parameters(paramLabel = "SERVICE", description = "Whose environment.")
  private String service;

  @Option(names = "--container", description = "Default: the one whose port the service targets.")
  private String container;

  @Option(names = {"-o", "--output"}, description = "${COMPLETION-CANDIDATES}. Default: dotenv.")
  private EnvironmentFormat output;

  @Option(names = "--explain", description = "A line for each variable, with where its value comes from, or which "
      + "right is missing.")
  private boolean explain;

  @Option(names = "--show", description = "Show values of Secrets on a terminal too.")
  private boolean show;

  @Option(names = "--file", paramLabel = "FILE", description = "Write it to this file, which only you can read.")
  private Path file;

  @Option(names = "--force", description = "Write the file even into a Git work tree.")
  private boolean force;

  @Mixin
  private VariableOptions variables;

  @Option(names = "--hosts-file", defaultValue = Devsession.HOSTS_FILE, hidden = true)
  private Path hostsFile;

  @Override
  public Integer call() {
    if (explain && (output != null || file != null)) {
      throw new ParameterException(spec.commandLine(), "--explain is for people: it excludes -o and --file");
    }
    if (file != null && !force) {
      SecretFile.requireOutsideOfGit(file);
    }
    ProcessEnvironment environment;
    try (var cluster = where.open()) {
      environment = EnvironmentRun.read(cluster,
          new EnvironmentChoice(Optional.empty(), variables.selection(), variables.mapPaths(), Map.of()),
          Optional.of(hostsFile), new ServiceContainer(service, Optional.ofNullable(container)),
          (workload, chosen) -> MountMapping.NONE);
    }
    print(environment, file == null && !show && StandardOutput.isTerminal());
    return ExitCode.OK.code();
  }

  private void print(ProcessEnvironment environment, boolean hide) {
    if (explain) {
      parent.terminal().raw(EnvironmentTable.text(environment, hide || !show));
      environment.refusals().values().forEach(parent.terminal()::remark);
      return;
    }
    var text = Optional.ofNullable(output).orElse(EnvironmentFormat.dotenv)
        .render(hide ? EnvironmentTable.hidden(environment) : environment.values());
    if (file == null) {
      parent.terminal().raw(text);
    } else {
      SecretFile.write(file, text);
      parent.terminal().print(EnvironmentLines.summary(environment, 0));
    }
    EnvironmentLines.missing(environment).forEach(parent.terminal()::print);
  }
}
