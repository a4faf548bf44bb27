package dev.devsession.agent;

import dev.devsession.agent.session.AccessReview;
import dev.devsession.agent.session.Permission;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.agent.session.WhoAmI;
import dev.devsession.agent.traffic.HeaderTrace;
import dev.devsession.console.ExitCode;
import java.time.Duration;
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

/** {@code devsession trace-header}. */
@Command(name = "trace-header", mixinStandardHelpOptions = true, sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:the request came to this machine", "1:unexpected failure",
        "2:wrong options, kubeconfig or context, no such service or session, or the session shares no service",
        "3:a permission is missing", "5:the API server cannot be reached", "6:the operator isn't installed",
        "9:the request didn't come to this machine"},
    description = {
        "Sends one GET that carries your session's key to a service, and shows how far the key came.",
        "  devsession trace-header web                ask web, which asks other services",
        "  devsession trace-header web /cart --to stock"})
final class TraceHeaderCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service to ask.")
  private String service;

  @Parameters(index = "1", arity = "0..1", paramLabel = "PATH",
      description = "What to ask for. Default: /, or what the session's rules for the service ask for.")
  private String path;

  @Option(names = "--name", paramLabel = "SESSION", description = "Whose key. Default: your user name.")
  private String name;

  @Option(names = "--to", paramLabel = "SERVICE", description = "Exit with 0 only if this service's request came here. "
      + "Default: any service's.")
  private String to;

  @Option(names = "--port", paramLabel = "PORT",
      description = "Name or number of the service's port. Default: its first.")
  private String port;

  @Option(names = "--timeout", paramLabel = "TIME", converter = TimeSpanConverter.class, defaultValue = "10s",
      description = "How long to wait for the answer. Default: 10s.")
  private Duration timeout;

  @Override
  public Integer call() throws InterruptedException {
    if (path != null && !path.matches("/[!-~]*")) {
      throw new ParameterException(spec.commandLine(), "PATH must begin with / and be percent-encoded, got \"" + path
          + '"');
    }
    if (timeout.isZero()) {
      throw new ParameterException(spec.commandLine(), "--timeout must be longer than 0");
    }
    try (var cluster = where.open()) {
      var session = Session.of(new SessionClient(cluster)
          .get(Optional.ofNullable(name).orElseGet(WhoAmI::sessionName)));
      AccessReview.require(cluster, Permission.PORT_FORWARD);
      return (new HeaderTrace(cluster, session, parent.terminal()).run(service, Optional.ofNullable(path),
          Optional.ofNullable(port), Optional.ofNullable(to), timeout) ? ExitCode.OK : ExitCode.NOT_REACHED).code();
    }
  }
}
