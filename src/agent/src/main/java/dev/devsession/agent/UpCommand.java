package dev.devsession.agent;

import dev.devsession.agent.up.PortMapping;
import dev.devsession.agent.up.SessionFile;
import dev.devsession.agent.up.Up;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** {@code devsession up}. */
@Command(name = "up", mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done, also after Ctrl-C; or the exit code of COMMAND", "1:unexpected failure",
        "2:wrong options, kubeconfig or context, no such service or session, or a service that can't be swapped",
        "3:a permission is missing",
        "4:another machine is connected, the session already runs on this one, or its name is taken",
        "5:the API server cannot be reached, at the start or at the end", "6:the operator isn't installed",
        "7:another user or program deleted or suspended the session, or it expired",
        "8:the services did not all run here within --timeout", "126:COMMAND cannot be run", "127:no such COMMAND",
        "137:COMMAND had to be killed"},
    description = {
        "Runs services of the cluster on this machine until you stop it, then restores everything.",
        "  devsession up orders=3000 stock=3001       run these services on these ports of this machine",
        "  devsession up orders:http=3000             run one of the Service's ports here",
        "  devsession up orders=3000 --intercept      run it here for your requests alone",
        "  devsession up -f devsession.yaml           run the session in this file",
        "  devsession up ada                          connect to an existing session, and keep it on exit",
        "With -- COMMAND ... it runs COMMAND once names and tunnel are ready and no service waits for others to act,",
        "and exits when COMMAND does."})
final class UpCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Mixin
  private UpOptions options;

  @Mixin
  private TrafficOptions traffic;

  @Option(names = {"-f",
      "--filename"}, paramLabel = "FILE", description = "A file with one DevSession; - is standard input.")
  private Path file;

  @Option(names = "--name", paramLabel = "SESSION", description = "Name of the session. Default: your user name.")
  private String name;

  @Parameters(paramLabel = "SERVICE=PORT", description = "Services to run here, or the name of a session.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    var choice = options.choice(spec);
    var what = words.subList(0, words.size() - choice.command().size());
    var services = what.stream().anyMatch(w -> w.contains("="));
    if (file != null && name != null) {
      throw new ParameterException(spec.commandLine(),
          "-f and --name exclude each other: the session's name stands in the file, as metadata.name");
    }
    if (what.isEmpty() && file == null && choice.command().isEmpty()) {
      try (var cluster = where.open()) {
        throw new Up(cluster, choice, parent.terminal(), parent.stop()).nothing();
      }
    }
    if (what.isEmpty() == (file == null) || !services && what.size() > 1 || !services && name != null) {
      throw new ParameterException(spec.commandLine(),
          "give services (orders=3000 stock=3001, optionally with --name), "
              + "or the name of one session, or a file with -f");
    }
    var wanted = traffic.choice(spec, services);
    var mappings = services ? what.stream().map(PortMapping::parse).toList() : List.<PortMapping>of();
    var session = file == null ? null : SessionFile.read(file);
    try (var cluster = where.open()) {
      var up = new Up(cluster, choice, parent.terminal(), parent.stop());
      return services
          ? up.services(mappings, wanted, Optional.ofNullable(name))
          : session != null ? up.file(session) : up.join(what.getFirst());
    }
  }
}
