package dev.devsession.agent;

import dev.devsession.agent.up.Up;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession connect}. */
@Command(name = "connect", mixinStandardHelpOptions = true, sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done, also after Ctrl-C; or the exit code of COMMAND", "1:unexpected failure",
        "2:wrong options, kubeconfig or context, no such session, or a service that can't be swapped",
        "3:a permission is missing",
        "4:another machine is connected, or the session already runs on this one", "5:the API server cannot be reached",
        "6:the operator isn't installed",
        "7:another user or program deleted or suspended the session, or it expired",
        "8:the services did not all run here within --timeout", "126:COMMAND cannot be run", "127:no such COMMAND",
        "137:COMMAND had to be killed"},
    description = {
        "Connects this machine to an existing session until you stop it. The session is kept.",
        "With -- COMMAND ... it runs COMMAND while connected, and exits when COMMAND does."})
final class ConnectCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Mixin
  private UpOptions options;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The session.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    var choice = options.choice(spec);
    var names = words.subList(0, words.size() - choice.command().size());
    if (names.size() != 1) {
      throw new ParameterException(spec.commandLine(), "exactly one session is needed, not " + names);
    }
    try (var cluster = where.open()) {
      return new Up(cluster, choice, parent.terminal(), parent.stop()).join(names.getFirst());
    }
  }
}
