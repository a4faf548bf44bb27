package dev.devsession.agent.up;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.LockedSession;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.agent.session.SessionLock;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.StopSignal;
import dev.devsession.console.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A session from its beginning to its end on this machine. */
public final class SessionLoop {
  /** Less than what a signal's clean-up may take in all. */
  private static final Duration RESTORING = Duration.ofSeconds(22);

  private final ClusterContext cluster;
  private final SessionClient sessions;
  private final UpSettings choice;
  private final Map<String, KnownService> known;
  private final SessionTunnel.Factory links;
  private final Terminal terminal;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private Session last;

  /** @param known the Services of the namespace, as far as this user may see them */
  public SessionLoop(ClusterContext cluster, UpSettings choice, Map<String, KnownService> known,
      SessionTunnel.Factory links, Terminal terminal) {
    this.cluster = cluster;
    this.sessions = new SessionClient(cluster);
    this.choice = choice;
    this.known = known;
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
    try (var held = existing.map(this::lock).orElseGet(SessionLock::none)) {
      last = write(plan);
      try (var lock = held.isNone() ? lock(last) : held) {
        terminal.raw(SessionMessages.heading(plan, last, cluster.context()) + "\n");
        stop.asked().thenRun(() -> events.add(new Event.StopAsked()));
        return untilTheEnd(plan instanceof Plan.Own, lock);
      }
    }
  }

  private SessionLock lock(Session session) {
    return SessionLock.take(session, cluster.client().getConfiguration().getMasterUrl(), NamesPolicy.of(session, choice)
        .map(via -> LockedSession.names(choice.hostsFile().get(), choice.allNamespaces())));
  }

  private Session write(Plan plan) {
    return switch (plan) {
      case Plan.Own(var body, _) -> sessions.apply(body);
      case Plan.Update(var body) -> sessions.apply(body);
      case Plan.Join(var session) -> session;
    };
  }

  private int untilTheEnd(boolean own, SessionLock lock) throws InterruptedException {
    var progress = new Progress(last, known, NamesPolicy.of(last, choice), WaitLimit.of(choice));
    try (var running = new RunningSession(cluster, last, choice, progress.hostPorts(), links, terminal, events::add,
        lock)) {
      Effect.End end;
      try {
        running.start();
        end = follow(progress, running);
      } catch (AgentException e) {
        end = new Effect.End(e.exitCode().code(), e.getMessage());
      }
      if (end.error() != null) {
        terminal.error(end.error());
      }
      // The machine keeps answering until the originals do.
      leave(own, end);
      var ended = running.stopCommand();
      return end.code() == ExitCode.OK.code() ? ended.orElse(end.code()) : end.code();
    }
  }

  private Effect.End follow(Progress progress, RunningSession running) throws InterruptedException {
    var start = System.nanoTime();
    while (true) {
      var event = events.take();
      if (event instanceof Event.Seen(var session)) {
        last = session;
      }
      for (var effect : progress.on(event, Duration.ofNanos(System.nanoTime() - start))) {
        var end = running.carryOut(effect);
        if (end.isPresent()) {
          return end.get();
        }
      }
    }
  }

  private void leave(boolean own, Effect.End end) throws InterruptedException {
    if (!own) {
      if (!end.occupied() && !end.sessionOver()) {
        terminal.tell(SessionMessages.disconnected(last));
      }
      return;
    }
    if (end.occupied()) {
      terminal.tell(SessionMessages.occupied(last));
      return;
    }
    var start = System.nanoTime();
    try {
      if (!sessions.delete(last)) {
        return;
      }
    } catch (AgentException e) {
      terminal.tell(SessionMessages.notDeleted(last, e));
      return;
    }
    while (true) {
      var took = Duration.ofNanos(System.nanoTime() - start);
      var event = events.poll(RESTORING.minus(took).toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        terminal.tell(SessionMessages.stillLeaving(last));
        return;
      }
      if (event instanceof Event.Gone) {
        terminal.tell(SessionMessages.restored(last, took));
        return;
      }
    }
  }
}
