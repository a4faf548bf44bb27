package dev.devsession.agent.traffic;

import dev.devsession.agent.session.SharedTraffic;
import dev.devsession.console.TerminalLine;

/**
 * How far the request came at one Service. Pure.
 *
 * @param reached whether the machine got it
 */
record TraceOutcome(boolean reached, TerminalLine line) {
  /**
   * @param added what the Service's proxies have counted since the request was sent
   * @param key names of the header fields that the request carried
   */
  static TraceOutcome of(String service, SharedTraffic traffic, RequestCounts added, String key) {
    if (added.mirrored() > 0 || added.matched() > 0) {
      return came(service, traffic, added);
    }
    if (added.alsoMatched() > 0) {
      return missed(service, "came with the key, but an older session asks for it too, and got it");
    }
    if (added.passed() > 0) {
      return missed(service, added.passed() == 1
          ? "1 request came, without the key: if it is yours, whatever called " + service + " dropped " + key
          : added.passed() + " requests came, without the key: if yours is one of them, whatever called " + service
              + " dropped " + key);
    }
    return new TraceOutcome(false, TerminalLine.note(service, "no request came"));
  }

  private static TraceOutcome came(String service, SharedTraffic traffic, RequestCounts added) {
    var came = traffic.all()
        ? "came, as all connections do"
        : "came with the key" + (added.matched() > 1 ? ", " + added.matched() + " times" : "");
    if (!added.refused().isEmpty()) {
      return missed(service, came + ", but was refused, because your machine didn't take it ("
          + CountWords.reasons(added.refused()) + ")");
    }
    if (!added.fellBack().isEmpty()) {
      return missed(service, came + ", but the original answered, because your machine didn't ("
          + CountWords.reasons(added.fellBack()) + ")");
    }
    if (!added.copiesLost().isEmpty()) {
      return missed(service, came + ", but your machine didn't get the copy ("
          + CountWords.reasons(added.copiesLost()) + ")");
    }
    return new TraceOutcome(true, TerminalLine.done(service,
        came + (traffic.mirror() ? "; your machine got a copy" : "; your machine answered")));
  }

  private static TraceOutcome missed(String service, String text) {
    return new TraceOutcome(false, TerminalLine.warning(service, text));
  }

  /** Whether the request surely came, so that nothing more is to be awaited. */
  static boolean isKnown(RequestCounts added) {
    return added.matched() + added.mirrored() + added.alsoMatched() > 0;
  }

  /** Those that only requests of the session move. */
  static RequestCounts ownOnly(RequestCounts added) {
    return new RequestCounts(added.matched(), 0, 0, added.alsoMatched(), added.fellBack(), added.refused(),
        added.mirrored(), added.copiesLost());
  }
}
