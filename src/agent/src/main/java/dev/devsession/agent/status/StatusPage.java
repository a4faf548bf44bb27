package dev.devsession.agent.status;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.Condition;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.console.TerminalLine;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One session for a person: how it is altogether, then each Service, then what else needs attention. */
public final class StatusPage {
  /** Already shown in the first line, or by the lines of the Services. */
  private static final Set<String> TOLD = Set.of(ConditionType.Ready.name(), ConditionType.Accepted.name(),
      ConditionType.Swapped.name());

  private StatusPage() {}

  /** The lines; the first has no mark of its own. @param way that connections take, if this machine runs the session */
  public static List<String> of(Session session, Optional<String> way, Instant now) {
    var lines = new ArrayList<String>();
    lines.add("session " + session + "   " + state(session)
        + session.expiresAt().flatMap(at -> left(at, now)).map(left -> "   expires in " + left).orElse(""));
    session.condition(ConditionType.Ready).filter(c -> !c.holds() && session.services().stream().noneMatch(
        s -> s.message().equals(c.message())))
        .ifPresent(c -> lines.add(TerminalLine.warning("ready", c.message()).toString()));
    session.conditions().stream().filter(c -> !TOLD.contains(c.type())).forEach(c -> lines.add(line(c).toString()));
    way.ifPresent(says -> lines.add(TerminalLine.done("connections", says).toString()));
    session.wanted().forEach(
        w -> lines.add(ServiceLine.of(w, session.service(w.name()), Map.of()).toString()));
    return lines;
  }

  private static String state(Session session) {
    return session.leaving()
        ? "being deleted: the operator is restoring the originals"
        : session.condition(ConditionType.Ready).map(c -> c.holds() ? "Ready" : "not Ready: " + c.reason())
            .orElse("Pending: no operator has processed it yet") + (session.current() ? "" : " (of an older spec)");
  }

  private static TerminalLine line(Condition condition) {
    // DriftFight is the one that is bad when it holds.
    var good = ConditionType.DriftFight.name().equals(condition.type()) != condition.holds();
    return new TerminalLine(good ? TerminalLine.Symbol.DONE : TerminalLine.Symbol.WARNING, condition.type(),
        good ? condition.message() : condition.reason() + ": " + condition.message());
  }

  /** As in {@code 7h59m}; empty if it is over or can't be read. */
  static Optional<String> left(String expiresAt, Instant now) {
    try {
      var left = Duration.between(now, Instant.parse(expiresAt));
      return left.isNegative()
          ? Optional.empty()
          : Optional.of(left.toHours() > 0
              ? left.toHours() + "h" + left.toMinutesPart() + "m"
              : left.toMinutes() > 0
                  ? left.toMinutes() + "m"
                  : left.toSeconds() + "s");
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
