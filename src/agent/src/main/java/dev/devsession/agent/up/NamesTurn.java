package dev.devsession.agent.up;

import dev.devsession.agent.session.LockedSession;
import dev.devsession.agent.session.SessionLock;
import dev.devsession.agent.sync.SessionNames;
import dev.devsession.console.Terminal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Names are the machine's: of several sessions with the same names, the one that came first keeps them for all, and
 * the next one takes its place.
 */
final class NamesTurn implements AutoCloseable {
  private final SessionNames names;
  private final SessionLock lock;
  private final Terminal terminal;
  private Optional<LockedSession> keeper = Optional.empty();
  private boolean started;
  private volatile boolean stood;

  NamesTurn(SessionNames names, SessionLock lock, Terminal terminal) {
    this.names = names;
    this.lock = lock;
    this.terminal = terminal;
  }

  /** Completes when all names are written, by this session or another; or as {@link SessionNames#start} fails. */
  synchronized CompletableFuture<Void> start() {
    keeper = lock.keeperOfNames();
    keeper.ifPresent(k -> terminal.note("names", "shared with session " + k.session() + " (pid " + k.pid()
        + "), which keeps them on this machine; when it ends, this session does"));
    return keeper.isPresent() ? CompletableFuture.completedFuture(null) : keep();
  }

  /** To be called from time to time: sees whether it is this session's turn. */
  synchronized void checkHolder() {
    if (keeper.isPresent() && !started && lock.keeperOfNames().isEmpty()) {
      keep().exceptionally(failure -> {
        terminal.warning("names", "session " + keeper.get().session() + " has ended, which kept them, and now: "
            + failure.getMessage());
        return null;
      });
    }
  }

  SessionNames names() {
    return names;
  }

  @Override
  public void close() {
    names.close();
    if (stood) {
      terminal.done("hosts file", "restored");
    }
  }

  private CompletableFuture<Void> keep() {
    started = true;
    return names.start().thenRun(() -> stood = true);
  }
}
