package dev.devsession.agent.up;

import dev.devsession.agent.environment.ServiceContainer;
import dev.devsession.agent.logs.SessionLogs;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.Gateway;
import dev.devsession.agent.session.SessionLock;
import dev.devsession.agent.session.SessionWatch;
import dev.devsession.agent.session.WayFile;
import dev.devsession.agent.session.WhoAmI;
import dev.devsession.agent.sync.NameScope;
import dev.devsession.agent.sync.SessionNames;
import dev.devsession.console.StopSignal;
import dev.devsession.console.Terminal;
import dev.devsession.console.Version;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.localnet.privileged.PrivilegedOperations;
import dev.devsession.tunnel.Identity;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Everything that runs on this machine for a session. What happens to it becomes events. */
final class RunningSession implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final ClusterContext cluster;
  private final Session session;
  private final UpSettings choice;
  private final Terminal terminal;
  private final Consumer<Event> events;
  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private final SessionWatch watch;
  private final LocalProbe probe;
  private final SessionTunnel link;
  private final Optional<NamesTurn> names;
  private final CommandEnvironment environment;
  private Optional<ChildCommand> command = Optional.empty();
  private Optional<SessionLogs> logs = Optional.empty();
  private volatile Gateway gateway;

  /**
   * Prepares it; nothing happens before {@link #start}.
   *
   * @param ports of this machine that the session leads to
   * @param lock of this session
   * @param environment of the command
   */
  RunningSession(ClusterContext cluster, Session session, UpSettings choice, Set<Integer> ports,
      SessionTunnel.Factory links, Terminal terminal, Consumer<Event> events, SessionLock lock,
      CommandEnvironment environment) {
    this.environment = environment;
    this.cluster = cluster;
    this.session = session;
    this.choice = choice;
    this.terminal = terminal;
    this.events = events;
    IoEventLoop loop = group.next();
    watch = new SessionWatch(cluster, session.name(), json -> events.accept(new Event.Seen(Session.of(json))),
        () -> events.accept(new Event.Gone()));
    probe = new LocalProbe(ports, events);
    link = links.open(new Identity(session.uid(), UUID.randomUUID().toString(), WhoAmI.onThisMachine(),
        Version.current(), choice.takeOver()), () -> gateway, loop, this::fromLink);
    link.hostPorts(ports);
    names = NamesPolicy.of(session, choice)
        .map(via -> new NamesTurn(new SessionNames(cluster.client(),
            new NameScope(via, cluster.namespace(), choice.allNamespaces(),
                choice.nodeAddress()),
            new PrivilegedOperations(choice.hostsFile().get(), cluster.context(), terminal),
            loop,
            link.forwarder(), terminal), lock, terminal));
    names.ifPresent(n -> n.names().hostPorts(ports));
  }

  void start() {
    events.accept(new Event.Started());
    watch.start().whenComplete((done, failure) -> {
      if (failure != null) {
        events.accept(failed(failure));
      }
    });
    ticker.scheduleWithFixedDelay(() -> {
      probe.probePorts();
      names.ifPresent(NamesTurn::checkHolder);
      events.accept(new Event.Tick());
    }, 0, 1, TimeUnit.SECONDS);
  }

  /** @return the end, if this is it */
  Optional<Effect.End> carryOut(Effect effect) {
    switch (effect) {
      case Effect.Tell(var line) -> terminal.print(line);
      case Effect.Connect(var changed) -> {
        gateway = changed;
        link.start();
      }
      case Effect.KeepNames() -> names.ifPresent(n -> n.start().whenComplete(
          (done, failure) -> events.accept(failure == null ? new Event.NamesDone() : failed(failure))));
      case Effect.PodChanged(var changed) -> {
        gateway = changed;
        link.podChanged();
      }
      case Effect.NoteWay(var way) -> WayFile.write(session, way);
      case Effect.Swapped(var ports) -> names.ifPresent(n -> n.names().swapped(ports));
      case Effect.Begin() -> begin();
      case Effect.End end -> {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }

  private void begin() {
    logs = choice.logs() ? Optional.of(new SessionLogs(cluster, terminal)) : Optional.empty();
    if (!choice.command().isEmpty()) {
      var variables = environment.await();
      var outputs = logs.map(l -> l.pipes(label())).orElse(List.of());
      command = Optional.of(new ChildCommand(environment.prefix(), choice.command(), variables, outputs,
          code -> events.accept(new Event.CommandEnded(code))));
    }
  }

  /** What the command's lines stand under: the Service that it runs for, if that is known. */
  private String label() {
    var services = session.wanted().stream().map(Session.Wanted::name).toList();
    var only = services.size() == 1 ? Optional.of(services.getFirst()) : Optional.<String>empty();
    return choice.environment().target(services).map(ServiceContainer::service).or(() -> only)
        .orElseGet(() -> Path.of(choice.command().getFirst()).getFileName().toString());
  }

  /** Ends the command; its exit code if it had ended by itself or had to be killed. */
  OptionalInt stopCommand() throws InterruptedException {
    return command.isPresent() ? command.get().stop(terminal) : OptionalInt.empty();
  }

  /**
   * Waits until the connections that callers still have to this machine have ended, for 20 s at most. Proxies that lead
   * to another session by now let them end in that time.
   */
  void awaitIdle(StopSignal stop) throws InterruptedException {
    var idle = CompletableFuture.anyOf(link.whenIdle(), stop.askedAgain());
    try {
      idle.get(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      terminal.note("waiting", "until callers' connections to this machine have ended; Ctrl-C again leaves now");
      try {
        idle.get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException tooLong) {
        terminal.warning("connections", "of callers are still open and are reset now");
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    logs.ifPresent(SessionLogs::close);
    watch.close();
    try {
      names.ifPresent(NamesTurn::close);
    } finally {
      WayFile.delete(session);
      link.close();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private void fromLink(Event event) {
    if (event instanceof Event.Local(var port, var listening) && !listening) {
      probe.refused(port);
    }
    events.accept(event);
  }

  private Event failed(Throwable failure) {
    return new Event.Failed(new ApiErrors(cluster.client(), Optional.of(cluster.namespace())).explain(failure));
  }
}
