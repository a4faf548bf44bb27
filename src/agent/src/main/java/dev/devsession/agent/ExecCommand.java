package dev.devsession.agent;

import dev.devsession.agent.child.Executable;
import dev.devsession.agent.environment.EnvironmentChoice;
import dev.devsession.agent.environment.EnvironmentLines;
import dev.devsession.agent.environment.ServiceContainer;
import dev.devsession.agent.files.CommandFiles;
import dev.devsession.agent.up.ChildCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession exec}. */
@Command(name = "exec", mixinStandardHelpOptions = true, sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:the exit code of COMMAND", "1:unexpected failure",
        "2:wrong options, kubeconfig or context, or no such service or container", "3:a permission is missing",
        "5:the API server cannot be reached", "126:COMMAND cannot be run", "127:no such COMMAND",
        "137:COMMAND had to be killed"},
    description = {
        "Runs COMMAND on this machine with the environment and files that the container of a service has, without a",
        "session. Files are below $DEVSESSION_ROOT, each at its own path.",
        "  devsession exec orders -- npm test"})
final class ExecCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Option(names = "--container", description = "Default: the one whose port the service targets.")
  private String container;

  @Mixin
  private VariableOptions variables;

  @Mixin
  private OwnVariableOptions own;

  @Option(names = "--mount", description = "Have the service's files at their own paths too, for COMMAND (Linux).")
  private boolean mount;

  @Option(names = "--hosts-file", defaultValue = Devsession.HOSTS_FILE, hidden = true)
  private Path hostsFile;

  @Parameters(paramLabel = "SERVICE", arity = "1..*", description = "Whose environment COMMAND gets.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    var command = UpOptions.command(spec);
    var services = words.subList(0, words.size() - command.size());
    if (services.size() != 1 || command.isEmpty()) {
      throw new ParameterException(spec.commandLine(),
          "give one service and a command, as in  devsession exec orders -- npm test");
    }
    Executable.require(command.getFirst());
    var mine = own.variables();
    var choice = new EnvironmentChoice(Optional.empty(), variables.selection(), variables.mapPaths(), mine);
    try (var cluster = where.open(); var files = new CommandFiles(cluster, mount, parent.terminal())) {
      var environment = EnvironmentRun.read(cluster, choice, Optional.of(hostsFile),
          new ServiceContainer(services.getFirst(), Optional.ofNullable(container)), files::open);
      EnvironmentLines.missing(environment).forEach(parent.terminal()::print);
      files.announce();
      var all = new LinkedHashMap<>(environment.values());
      all.putAll(files.variables());
      all.putAll(mine);
      return run(files.prefix(), command, all);
    }
  }

  private int run(List<String> prefix, List<String> command, Map<String, String> environment)
      throws InterruptedException {
    var ended = new CompletableFuture<Integer>();
    var child = new ChildCommand(prefix, command, environment, List.of(), ended::complete);
    CompletableFuture.anyOf(ended, parent.stop().asked()).join();
    var code = child.stop(parent.terminal());
    return ended.isDone() ? ended.join() : code.orElse(0);
  }
}
