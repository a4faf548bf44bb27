package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.environment.EnvironmentLines;
import dev.devsession.agent.environment.EnvironmentReader;
import dev.devsession.agent.environment.EnvironmentReader.Reading;
import dev.devsession.agent.environment.ProcessEnvironment;
import dev.devsession.agent.environment.ServiceContainer;
import dev.devsession.agent.files.CommandFiles;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.console.AgentException;
import dev.devsession.console.FailureText;
import dev.devsession.console.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/**
 * The variables that the command gets besides this machine's: those of a swapped Service's container, and the user's
 * own. They are read while the session comes up.
 */
final class CommandEnvironment implements AutoCloseable {
  private static final String TOPIC = "environment";

  private final Optional<Reading> reading;
  private final CommandFiles files;
  private final Map<String, String> own;
  private final boolean asked;
  private final boolean several;

  private CommandEnvironment(Optional<Reading> reading, CommandFiles files, Map<String, String> own, boolean asked,
      boolean several) {
    this.reading = reading;
    this.files = files;
    this.own = own;
    this.asked = asked;
    this.several = several;
  }

  /**
   * Begins to read, if there is a command.
   *
   * @param services of the namespace, as a list of the API server
   */
  static CommandEnvironment start(ClusterContext cluster, UpSettings choice, Session session, JsonNode services,
      Terminal terminal) {
    var wanted = choice.environment();
    var names = session.wanted().stream().map(Session.Wanted::name).toList();
    var target = choice.command().isEmpty()
        ? Optional.<ServiceContainer>empty()
        : wanted.target(names);
    var hosts = choice.hostsFile().filter(f -> NamesPolicy.of(session).filter(NamesVia.Tunnel::equals).isPresent());
    var files = new CommandFiles(cluster, choice.mount(), terminal);
    var reader = new EnvironmentReader(cluster, wanted, hosts, files::open,
        Executors.newVirtualThreadPerTaskExecutor());
    return new CommandEnvironment(target.map(t -> reader.start(t, services)), files, wanted.own(),
        wanted.from().isPresent(),
        !choice.command().isEmpty() && wanted.from().isEmpty() && names.size() > 1);
  }

  /** Returns when pods may go: what only they can tell is read, or can't be. */
  void awaitPods() {
    reading.ifPresent(r -> r.pods().handle((pods, failure) -> null).join());
  }

  /** Says what there is as soon as it is known. */
  void announce(Terminal terminal) {
    if (several) {
      terminal.note(TOPIC, "this machine's; for that of one of the services, use  --env-from SERVICE");
    }
    reading.ifPresent(r -> r.all().whenComplete((environment, failure) -> {
      if (failure == null) {
        terminal.print(EnvironmentLines.summary(environment, files.count()));
        EnvironmentLines.missing(environment).forEach(terminal::print);
        files.announce();
      } else if (!asked) {
        terminal.warning(TOPIC, "only this machine's: " + FailureText.of(failure));
      }
    }));
  }

  /**
   * The variables, once all are read. What can't be read is left out.
   *
   * @throws AgentException if the user named whose they should be and that fails
   */
  Map<String, String> await() {
    var variables = new LinkedHashMap<String, String>();
    try {
      reading.map(r -> r.all().join()).map(ProcessEnvironment::values).ifPresent(variables::putAll);
    } catch (CompletionException e) {
      if (asked && e.getCause() instanceof AgentException told) {
        throw told;
      }
    }
    variables.putAll(files.variables());
    variables.putAll(own);
    return variables;
  }

  /** Words to put before the command; to be asked for after the variables. */
  List<String> prefix() {
    return files.prefix();
  }

  /** Deletes the command's files, which must have ended. */
  @Override
  public void close() {
    reading.ifPresent(r -> r.all().handle((environment, failure) -> null).join());
    files.close();
  }
}
