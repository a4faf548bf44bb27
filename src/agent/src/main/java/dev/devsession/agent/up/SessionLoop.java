package dev.devsession.agent.up;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.LockedSession;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.agent.session.SessionLock;
import dev.devsession.agent.traffic.TrafficReport;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.StopSignal;
import dev.devsession.console.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A session from its beginning to its end on this machine. */
public final class SessionLoop {
  /** No longer: the user waits for the originals. */
  private static final Duration COUNTING = Duration.ofMillis(1500);

  private final ClusterContext cluster;
  private final SessionClient sessions;
  private final UpSettings choice;
  private final Map<String, KnownService> known;
  private final CommandEnvironment environment;
  private final SessionTunnel.Factory links;
  private final Terminal terminal;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Restoration restoration = new Restoration();
  private Session last;

  /**
   * Prepares it.
   *
   * @param known the Services of the namespace, as far as this user may see them
   * @param environment of the command
   */
  SessionLoop(ClusterContext cluster, UpSettings choice, Map<String, KnownService> known,
      CommandEnvironment environment, SessionTunnel.Factory links, Terminal terminal) {
    this.cluster = cluster;
    this.sessions = new SessionClient(cluster);
    this.choice = choice;
    this.known = known;
    this.environment = environment;
    this.links = links;
    this.terminal = terminal;
  }

  /**
   * Keeps the session up until something ends it.
   *
   * @param existing the session before the plan, if there is one
   * @return the process's exit code
   */
  public int keep(Plan plan, Optional<Session> existing, StopSignal stop) throws InterruptedException {
    // Before anything is written, where that is possible.
    var names = NamesPolicy.of(plan.target(), choice)
        .map(via -> LockedSession.names(choice.hostsFile().get(), choice.allNamespaces()));
    try (var held = existing.map(s -> lock(s, names)).orElseGet(SessionLock::none)) {
      environment.awaitPods();
      last = write(plan);
      try (var lock = held.isNone() ? lock(last, names) : held) {
        terminal.raw(SessionMessages.heading(plan, last, cluster.context()) + "\n");
        environment.announce(terminal);
        stop.asked().thenRun(() -> events.add(new Event.StopAsked()));
        stop.askedAgain().thenRun(() -> events.add(new Event.StopAskedAgain()));
        return untilTheEnd(plan instanceof Plan.Own, lock, stop);
      }
    }
  }

  private SessionLock lock(Session session, Optional<LockedSession.NamesKept> names) {
    return SessionLock.acquire(session, cluster.client().getConfiguration().getMasterUrl(), names);
  }

  private Session write(Plan plan) {
    return switch (plan) {
      case Plan.Own(var body, _) -> sessions.apply(body);
      case Plan.Update(var body) -> sessions.apply(body);
      case Plan.Join(var session) -> session;
    };
  }

  private int untilTheEnd(boolean own, SessionLock lock, StopSignal stop) throws InterruptedException {
    var progress = new Progress(last, known, NamesPolicy.of(last, choice), WaitLimit.of(choice));
    try (var running = new RunningSession(cluster, last, choice, progress.hostPorts(), links, terminal, events::add,
        lock, environment)) {
      Effect.End end;
      try {
        running.start();
        end = follow(progress, running);
      } catch (AgentException e) {
        end = new Effect.End(e.exitCode().code(), e.getMessage());
      }
      if (end.error() != null) {
        terminal.error(end.sessionOver() && sessions.isNamespaceEnding()
            ? SessionMessages.namespaceEnds(last)
            : end.error());
      }
      // The machine keeps answering until the originals do.
      var left = leave(own, end);
      if (isReplaced(end, own) && left == ExitCode.OK) {
        running.awaitIdle(stop);
      }
      var ended = running.stopCommand();
      return end.code() == ExitCode.OK.code() ? ended.orElse(left.code()) : end.code();
    }
  }

  private Effect.End follow(Progress progress, RunningSession running) throws InterruptedException {
    var start = System.nanoTime();
    while (true) {
      var event = events.take();
      if (event instanceof Event.Seen(var session)) {
        last = session;
        restoration.see(session);
      }
      for (var effect : progress.on(event, Duration.ofNanos(System.nanoTime() - start))) {
        var end = running.carryOut(effect);
        if (end.isPresent()) {
          return end.get();
        }
      }
    }
  }

  /** Returns how that went. */
  private ExitCode leave(boolean own, Effect.End end) throws InterruptedException {
    if (end.sessionOver() && sessions.isNamespaceEnding()) {
      return ExitCode.OK; // nothing is left to restore
    }
    if (!end.sessionOver() && !end.occupied()) {
      // Before the session is deleted: proxies forget the counters of one that has gone.
      TrafficReport.read(cluster, last, COUNTING).lines(last).forEach(terminal::print);
    }
    if (!own) {
      if (!end.occupied() && !end.sessionOver()) {
        terminal.print(SessionMessages.disconnected(last));
      }
      return ExitCode.OK;
    }
    if (end.occupied()) {
      terminal.print(SessionMessages.occupied(last));
      return ExitCode.OK;
    }
    return new SessionEnd(cluster, terminal).of(last, restoration, events);
  }

  /** Whether callers are led elsewhere by now, and only those stay that came before. */
  private static boolean isReplaced(Effect.End end, boolean own) {
    return end.sessionOver() || end.occupied() || own;
  }
}
