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
        "2:wrong options, kubeconfig or context, or no such service or session", "3:a permission is missing",
        "4:another machine is connected, the session is up on this one, or its name is taken",
        "5:the API server cannot be reached", "6:the operator isn't installed",
        "7:somebody else deleted or suspended the session, or it expired"},
    description = {
        "Runs services of the cluster on this machine until it is stopped; then all is as it was.",
        "  devsession up orders=3000 stock=3001       these services, on these ports of this machine",
        "  devsession up orders:http=3000             one port of several",
        "  devsession up -f devsession.yaml           what the file says",
        "  devsession up ada                          a session that exists, and stays",
        "With -- COMMAND ... it runs that as soon as names and tunnel stand, and ends with it."})
final class UpCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Mixin
  private UpOptions options;

  @Option(names = {"-f",
      "--filename"}, paramLabel = "FILE", description = "A file with one DevSession; - is the standard input.")
  private Path file;

  @Option(names = "--name", paramLabel = "SESSION", description = "The session's name. Default: yours on this machine.")
  private String name;

  @Parameters(paramLabel = "SERVICE=PORT", description = "Services, or the name of a session.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    var choice = options.choice(spec);
    var what = words.subList(0, words.size() - choice.command().size());
    var services = what.stream().anyMatch(w -> w.contains("="));
    if (what.isEmpty() == (file == null) || !services && what.size() > 1 || !services && name != null) {
      throw new ParameterException(spec.commandLine(),
          "give services (orders=3000 stock=3001, with --name if you like), "
              + "or the name of one session, or a file with -f");
    }
    var mappings = services ? what.stream().map(PortMapping::parse).toList() : List.<PortMapping>of();
    var session = file == null ? null : SessionFile.read(file);
    try (var cluster = where.open()) {
      var up = new Up(cluster, choice, parent.terminal(), parent.stop());
      return services
          ? up.services(mappings, Optional.ofNullable(name))
          : session != null ? up.file(session) : up.join(what.getFirst());
    }
  }
}
