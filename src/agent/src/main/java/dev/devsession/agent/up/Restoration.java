package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.ServiceState;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.console.TerminalLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of a session's Services at its end: which were swapped at all, and who has them now. */
final class Restoration {
  /** Before these the original was scaled to zero, or is about to be; or its Service was switched. */
  private static final Set<String> TOUCHED = Stream.of(ConditionReason.Swapped, ConditionReason.Intercepted,
      ConditionReason.Mirrored, ConditionReason.SelectorSwitching, ConditionReason.SelectorChanged,
      ConditionReason.OriginalStopping,
      ConditionReason.OriginalStarting, ConditionReason.ReplicasChanged, ConditionReason.MarkRepaired,
      ConditionReason.RoutesChanging).map(Enum::name).collect(Collectors.toSet());
  /** With these the original answers again. */
  private static final Set<String> BACK = Stream.of(ConditionReason.ProxyDraining, ConditionReason.Restored,
      ConditionReason.Ending).map(Enum::name).collect(Collectors.toSet());
  /** With these the original answers all but the session's requests. */
  private static final Set<String> SHARED = Set.of(ConditionReason.Intercepted.name(), ConditionReason.Mirrored.name());
  private static final int WIDTH = 64;

  private final Map<String, Integer> touched = new LinkedHashMap<>();

  /** Takes note of what the session has swapped by now. */
  void see(Session session) {
    session.services().stream().filter(s -> TOUCHED.contains(s.state()))
        .forEach(s -> touched.merge(s.name(), s.replicas(), Math::max));
  }

  /** Whether the originals of all that it has swapped answer again. */
  boolean isComplete(Session now) {
    return !touched.isEmpty() && touched.keySet().stream()
        .allMatch(name -> now.service(name).filter(s -> BACK.contains(s.state())).isPresent());
  }

  boolean isEmpty() {
    return touched.isEmpty();
  }

  /** The Services with the replicas of their originals, as in {@code orders ×3}. */
  String services() {
    return names(touched.keySet());
  }

  /** Whether it can't be said yet who has a Service: another session has waited for this one. */
  boolean isUndecided(Session ended, List<Session> others) {
    return touched.keySet().stream().anyMatch(name -> states(name, ended, others)
        .anyMatch(s -> s.state().equals(ConditionReason.Queued.name()) && s.holder().equals(ended.name())));
  }

  /**
   * What to tell when the session is gone.
   *
   * @param others the sessions of the namespace
   */
  List<TerminalLine> lines(Session ended, List<Session> others, Duration took) {
    if (touched.isEmpty()) {
      return List.of(TerminalLine.done("deleted", "session " + ended + "; no service was swapped"));
    }
    var lines = new ArrayList<TerminalLine>();
    var holders = new LinkedHashMap<String, String>();
    touched.keySet().forEach(name -> holder(name, ended, others).ifPresent(h -> holders.put(name, h)));
    var restored = touched.keySet().stream().filter(name -> !holders.containsKey(name)).collect(Collectors.toSet());
    if (!restored.isEmpty()) {
      lines.add(restored(restored, took));
    }
    holders.forEach((name, holder) -> lines.add(TerminalLine.note(name, holder)));
    return lines;
  }

  /** What to tell when all originals answer again. */
  TerminalLine restored(Duration took) {
    return restored(touched.keySet(), took);
  }

  private TerminalLine restored(Set<String> which, Duration took) {
    return TerminalLine.done("restored", String.format(Locale.ROOT, "%-" + WIDTH + "s %.1f s", names(which),
        took.toMillis() / 1000.0));
  }

  private Optional<String> holder(String name, Session ended, List<Session> others) {
    return states(name, ended, others).filter(s -> !s.holder().isEmpty() && !s.holder().equals(ended.name()))
        .findFirst().map(s -> holds(ended.namespace() + "/" + s.holder(), s))
        .or(() -> isUndecided(ended, others)
            ? Optional.of("the next session in the queue takes it over")
            : Optional.empty());
  }

  private static String holds(String session, ServiceState state) {
    return SHARED.contains(state.state())
        ? "the original answers your requests again; session " + session + " still gets its own"
        : "not restored: session " + session + " has it now";
  }

  /** How a Service stands in the other sessions that still go on. */
  private static Stream<ServiceState> states(String name, Session ended, List<Session> others) {
    return others.stream().filter(s -> !s.uid().equals(ended.uid()) && !s.leaving() && !s.suspended())
        .flatMap(s -> s.service(name).stream());
  }

  private String names(Set<String> which) {
    return touched.entrySet().stream().filter(e -> which.contains(e.getKey()))
        .map(e -> e.getKey() + (e.getValue() > 0 ? " ×" + e.getValue() : "")).collect(Collectors.joining(", "));
  }
}
