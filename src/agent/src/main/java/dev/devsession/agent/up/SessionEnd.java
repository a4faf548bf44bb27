package dev.devsession.agent.up;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Leaves a session that a run has made: deletes it, and waits until the originals are restored. */
final class SessionEnd {
  /** Less than what a signal's clean-up may take in all. */
  private static final Duration RESTORING = Duration.ofSeconds(50);
  /** An API server that hasn't answered by then is told to be away. */
  private static final Duration ANSWER = Duration.ofMillis(1500);
  private static final Duration LAST_TRIES = Duration.ofSeconds(8);
  private static final int LOOKS = 5;
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final SessionClient sessions;
  private final String server;
  private final Terminal terminal;

  SessionEnd(ClusterContext cluster, Terminal terminal) {
    this.sessions = new SessionClient(cluster);
    this.server = cluster.client().getConfiguration().getMasterUrl().replaceFirst("/$", "");
    this.terminal = terminal;
  }

  /**
   * Deletes it and waits.
   *
   * @param restoration what it has swapped
   * @param events those that come meanwhile
   * @return how that went, if nothing else is to be told
   */
  ExitCode of(Session session, Restoration restoration, BlockingQueue<Event> events) throws InterruptedException {
    var start = System.nanoTime();
    try {
      if (!delete(session)) {
        return ExitCode.OK;
      }
    } catch (AgentException e) {
      terminal.print(e.exitCode() == ExitCode.UNREACHABLE
          ? SessionMessages.unreachable(session, server)
          : SessionMessages.notDeleted(session, e));
      return e.exitCode();
    } catch (TimeoutException e) {
      return ExitCode.UNREACHABLE;
    }
    var restored = false;
    while (true) {
      var took = Duration.ofNanos(System.nanoTime() - start);
      switch (events.poll(RESTORING.minus(took).toMillis(), TimeUnit.MILLISECONDS)) {
        case null -> {
          terminal.print(SessionMessages.stillLeaving(session, restoration));
          return ExitCode.OK;
        }
        case Event.Seen(var now) -> {
          restoration.see(now);
          if (!restored && restoration.isComplete(now)) {
            restored = true;
            terminal.print(restoration.restored(took));
            terminal.note("waiting", "until the proxies have ended their callers' last connections to this machine; "
                + "Ctrl-C again leaves now");
          }
        }
        case Event.Gone() -> {
          if (!restored) {
            restoration.lines(session, others(session, restoration), took).forEach(terminal::print);
          }
          return ExitCode.OK;
        }
        case Event.StopAsked(),Event.StopAskedAgain() -> {
          terminal.print(SessionMessages.leftEarly(session, restored));
          return ExitCode.OK;
        }
        default -> {
        }
      }
    }
  }

  /** On a thread of its own, since a request to a server that is away takes longer than a person waits. */
  private boolean delete(Session session) throws InterruptedException, TimeoutException {
    var answer = new CompletableFuture<Boolean>();
    Thread.ofPlatform().daemon().name("devsession-delete").start(() -> {
      try {
        answer.complete(sessions.delete(session));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    });
    try {
      return await(answer, ANSWER);
    } catch (TimeoutException e) {
      terminal.print(SessionMessages.unreachable(session, server));
      return await(answer, LAST_TRIES);
    }
  }

  private static boolean await(CompletableFuture<Boolean> answer, Duration time)
      throws InterruptedException, TimeoutException {
    try {
      return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AgentException told ? told : new CompletionException(e.getCause());
    }
  }

  /** The operator hands a Service over and says so a moment later. */
  private List<Session> others(Session session, Restoration restoration) throws InterruptedException {
    try {
      for (var i = 1;; i++) {
        var others = sessions.list(false).path("items").valueStream().map(Session::of).toList();
        if (i == LOOKS || !restoration.isUndecided(session, others)) {
          return others;
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
      }
    } catch (AgentException e) {
      return List.of(); // nothing is known of them
    }
  }
}
