package dev.devsession.proxy.relay;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The relays that are not over. */
public final class Relays {

  private final Set<Relay> open = new HashSet<>();

  void add(Relay relay) {
    open.add(relay);
  }

  void remove(Relay relay) {
    open.remove(relay);
  }

  public int count() {
    return open.size();
  }

  /** Ends those that rest between two exchanges for at least that long, with FIN. */
  public void finishQuiet(Duration quiet) {
    List.copyOf(open).forEach(relay -> relay.finishIfQuiet(quiet.toNanos()));
  }

  /** Resets all: better a reset than an end that looks orderly in the middle of an answer. */
  public void resetAll() {
    List.copyOf(open).forEach(Relay::reset);
  }
}
