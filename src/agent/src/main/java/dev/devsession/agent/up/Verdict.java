package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.Condition;
import dev.devsession.agent.session.Session.ServiceState;
import dev.devsession.agent.session.Session.Wanted;
import dev.devsession.agent.status.ServiceLine;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.console.TerminalLine;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a session's status means for a run that isn't ready yet. Pure. */
final class Verdict {
  /** Only an edit of the session, the Service or the workload cures these; the others may pass by themselves. */
  private static final Set<String> LASTING = EnumSet
      .of(ConditionReason.ExternalNameService, ConditionReason.HeadlessService, ConditionReason.ServiceWithoutSelector,
          ConditionReason.WorkloadKindUnknown, ConditionReason.WorkloadAmbiguous, ConditionReason.WorkloadAsleep,
          ConditionReason.MarkUnreadable, ConditionReason.PortNotFound, ConditionReason.PortNotTcp,
          ConditionReason.PortsCollide, ConditionReason.MatchInvalid, ConditionReason.TlsRequired,
          ConditionReason.NodePortOutOfRange)
      .stream().map(Enum::name).collect(Collectors.toSet());

  private Verdict() {}

  /** Why the operator will never swap what this session asks for; empty: it does, or may later. */
  static Optional<Condition> refusal(Session session) {
    return refused(session).filter(c -> LASTING.contains(c.reason()));
  }

  /** Whether a command would meet the session as it asks to be: nothing that stands in the way needs others to act. */
  static boolean isUnderWay(Session session) {
    return session.current() && session.condition(ConditionType.Accepted).filter(Condition::holds).isPresent()
        && session.wanted().stream().noneMatch(w -> isBlocked(session, w));
  }

  /** Whether this machine answers for every Service. */
  static boolean isReady(Session session) {
    return session.current() && session.wanted().stream().allMatch(w -> isServed(session, w));
  }

  /** Whether the only thing missing is that another session ends. */
  static boolean isQueued(Session session) {
    var missing = session.wanted().stream().filter(w -> !isServed(session, w)).toList();
    return !missing.isEmpty() && missing.stream().allMatch(w -> isIn(session, w, ConditionReason.Queued));
  }

  /** What isn't ready, for people. */
  static String missing(Session session) {
    if (session.conditions().isEmpty()) {
      return "the operator has not processed the session";
    }
    if (isReady(session)) {
      return "the machine's part: its names or its connection";
    }
    return refused(session).map(c -> c.reason() + ": " + c.message())
        .orElseGet(() -> session.wanted().stream().filter(w -> !isServed(session, w))
            .map(w -> w.name() + " is " + session.service(w.name()).map(ServiceNews::toThisMachine)
                .map(s -> Stream.of(s.state(), s.message()).filter(t -> !t.isEmpty()).collect(Collectors.joining(": ")))
                .orElse(ConditionReason.Pending.name()))
            .collect(Collectors.joining("; ")));
  }

  private static Optional<Condition> refused(Session session) {
    return session.condition(ConditionType.Accepted).filter(c -> session.current() && !c.holds());
  }

  private static boolean isBlocked(Session session, Wanted wanted) {
    return ServiceLine.of(wanted, session.service(wanted.name()), Map.of()).symbol() == TerminalLine.Symbol.WARNING;
  }

  private static boolean isServed(Session session, Wanted wanted) {
    return session.service(wanted.name()).map(ServiceState::state).filter(ConditionReason::isServed).isPresent();
  }

  private static boolean isIn(Session session, Wanted wanted, ConditionReason state) {
    return session.service(wanted.name()).map(ServiceState::state).filter(state.name()::equals).isPresent();
  }
}
