package dev.devsession.agent.sync;

import dev.devsession.console.AgentException;
import dev.devsession.console.Terminal;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Watches whether changes still arrive, and says so once when they stop and once when they come again. */
final class WatchHealth {

  private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final NameSource source;
  private final Terminal terminal;
  private final Clock clock;
  private LocalTime lostAt;
  private boolean told;

  WatchHealth(NameSource source, Terminal terminal, Clock clock) {
    this.source = source;
    this.terminal = terminal;
    this.clock = clock;
  }

  /**
   * Returns whether the connection has just come back. A loss is reported only at the second check, because
   * watches end and start again regularly.
   */
  boolean check() {
    if (!source.isConnected()) {
      if (lostAt == null) {
        lostAt = LocalTime.now(clock);
      } else if (!told) {
        told = true;
        terminal.warning("API server",
            "unreachable since " + CLOCK_TIME.format(lostAt) + "; names are kept, retrying until it answers");
      }
      return false;
    }
    if (lostAt == null) {
      return false;
    }
    lostAt = null;
    if (told) {
      told = false;
      terminal.done("API server", "back");
    }
    refresh();
    return true;
  }

  private void refresh() {
    try {
      source.refresh();
    } catch (AgentException e) {
      terminal.warning("API server", e.getMessage());
    }
  }
}
