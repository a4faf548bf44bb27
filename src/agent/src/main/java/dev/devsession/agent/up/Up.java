package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.agent.child.Executable;
import dev.devsession.agent.session.AccessReview;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Permission;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.agent.session.WhoAmI;
import dev.devsession.agent.version.OperatorVersion;
import dev.devsession.agent.version.VersionSkew;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.StopSignal;
import dev.devsession.console.Terminal;
import dev.devsession.console.Version;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** From what was typed to a session that is up: looks at what is there, decides, and keeps it. */
public final class Up {
  private final ClusterContext cluster;
  private final UpSettings choice;
  private final Terminal terminal;
  private final StopSignal stop;
  private final SessionClient sessions;
  private final CompletableFuture<Optional<String>> skew;

  public Up(ClusterContext cluster, UpSettings choice, Terminal terminal, StopSignal stop) {
    this.cluster = cluster;
    this.choice = choice;
    this.terminal = terminal;
    this.stop = stop;
    // Before anything is made.
    choice.command().stream().findFirst().ifPresent(Executable::require);
    this.sessions = new SessionClient(cluster);
    this.skew = CompletableFuture.supplyAsync(this::skew, Thread::startVirtualThread);
  }

  /** A warning if the operator's version doesn't fit; nothing that fails here is of interest to the session. */
  private Optional<String> skew() {
    try {
      return OperatorVersion.read(cluster.api()).published()
          .flatMap(version -> VersionSkew.warning(Version.current(), version));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** What to say when neither services nor a session was named: what there is. */
  public AgentException nothing() {
    var existing = sessions.list(false).path("items").valueStream().map(s -> s.path("metadata").path("name").asText())
        .toList();
    return new AgentException(ExitCode.BAD_INPUT,
        new NothingNamed(cluster.namespace(), List.copyOf(KnownService.of(sessions.services()).keySet()), existing)
            .message());
  }

  /** @param name the session's; empty: that of the person at this machine */
  public int services(List<PortMapping> mappings, TrafficChoice traffic, Optional<String> name)
      throws InterruptedException {
    var session = name.orElseGet(() -> WhoAmI.sessionName());
    // First, because without the operator it's of no use to look whether the Services are there.
    var existing = sessions.find(session);
    var services = sessions.services();
    var me = WhoAmI.onThisMachine();
    var draft = SessionManifest.of(cluster.namespace(), session, me, mappings, KnownService.of(services), traffic);
    return keep(Plan.forServices(draft, existing, me), existing, services);
  }

  /** @param file a DevSession; its namespace, if it names one, must be the chosen one */
  public int file(ObjectNode file) throws InterruptedException {
    var metadata = file.withObject("/metadata");
    var namespace = metadata.path("namespace").asText(cluster.namespace());
    if (!namespace.equals(cluster.namespace())) {
      throw new AgentException(ExitCode.BAD_INPUT, "the file's session is for namespace " + namespace + ", not "
          + cluster.namespace() + ": choose it with  -n " + namespace);
    }
    metadata.put("namespace", namespace);
    var existing = sessions.find(metadata.path("name").asText());
    return keep(Plan.forFile(file, existing, WhoAmI.onThisMachine()), existing, sessions.services());
  }

  /** @param name of a session that exists */
  public int join(String name) throws InterruptedException {
    var existing = sessions.find(name);
    var services = sessions.services();
    if (existing.isEmpty()) {
      throw new AgentException(ExitCode.BAD_INPUT, "no session \"" + name + "\" in namespace " + cluster.namespace()
          + (KnownService.of(services).containsKey(name)
              ? ", but a Service: to run it on this machine, add a port, as in  devsession up " + name + "=3000"
              : ": see  devsession list -A"));
    }
    return keep(Plan.forName(existing.get()), existing, services);
  }

  private int keep(Plan plan, Optional<Session> existing, JsonNode services) throws InterruptedException {
    var target = plan.target();
    // Asked for at the start, so the answer is here by now, unless the cluster is slow.
    skew.completeOnTimeout(Optional.empty(), 1, TimeUnit.SECONDS).join()
        .ifPresent(text -> terminal.warning("operator", text));
    NamesPolicy.of(target, choice);
    try (var environment = CommandEnvironment.start(cluster, choice, target, services, terminal)) {
      if (!target.isDirect()) {
        AccessReview.require(cluster, Permission.PORT_FORWARD);
      }
      return new SessionLoop(cluster, choice, KnownService.of(services), environment,
          new PortForwardTunnel.Factory(cluster), terminal).keep(plan, existing, stop);
    }
  }
}
