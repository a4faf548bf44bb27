package dev.devsession.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.agent.session.SessionWatch;
import dev.devsession.agent.session.WayFile;
import dev.devsession.agent.status.StatusPage;
import dev.devsession.agent.traffic.TrafficJson;
import dev.devsession.agent.traffic.TrafficReport;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code devsession status}. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done; with --watch also after Ctrl-C", "1:unexpected failure",
        "2:wrong options, kubeconfig or context, or no such session", "3:no permission",
        "5:the API server cannot be reached", "6:the operator isn't installed",
        "7:with --watch, the session was deleted"},
    description = "Shows the state of a session and its services, and how many requests came here.")
final class StatusCommand implements Callable<Integer> {
  private static final Duration COUNTING = Duration.ofSeconds(5);

  @ParentCommand
  private Devsession parent;

  @Mixin
  private ClusterOptions where;

  @Parameters(paramLabel = "NAME", description = "The session.")
  private String name;

  @Option(names = {"-w", "--watch"}, description = "Keep running, and show each change.")
  private boolean watch;

  @Option(names = {"-o",
      "--output"},
      description = "${COMPLETION-CANDIDATES}. Default: a few lines for people. With --watch, yaml prints "
          + "one document per change, and json one line.")
  private Output output;

  @Override
  public Integer call() throws InterruptedException {
    try (var cluster = where.open()) {
      var sessions = new SessionClient(cluster);
      if (watch) {
        sessions.get(name);
        return follow(cluster).code();
      }
      parent.terminal().raw(output == Output.wide
          ? sessions.row(name).text(false, true)
          : counted(cluster, sessions.get(name)));
      return ExitCode.OK.code();
    }
  }

  private String counted(ClusterContext cluster, JsonNode json) throws InterruptedException {
    var session = Session.of(json);
    var report = TrafficReport.read(cluster, session, COUNTING);
    return output == null
        ? text(json) + report.lines(session).stream().map(line -> line + "\n").collect(Collectors.joining())
        : text(TrafficJson.add(json, report));
  }

  private ExitCode follow(ClusterContext cluster) {
    var gone = new CompletableFuture<Void>();
    try (var session = new SessionWatch(cluster, name,
        json -> parent.terminal().raw(text(json)),
        () -> gone.complete(null))) {
      session.start().whenComplete((done, failure) -> {
        if (failure != null) {
          gone.completeExceptionally(failure);
        }
      });
      CompletableFuture.anyOf(gone, parent.stop().asked()).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AgentException told ? told : e;
    }
    if (!gone.isDone()) {
      return ExitCode.OK;
    }
    parent.terminal().remark("session " + cluster.namespace() + "/" + name + " was deleted");
    return ExitCode.ENDED;
  }

  private static List<String> page(Session session) {
    return StatusPage.of(session, WayFile.read(session), Instant.now());
  }

  private String text(JsonNode session) {
    return output == Output.json || output == Output.yaml
        ? output.print(session)
        : String.join("\n", page(Session.of(session))) + "\n";
  }
}
