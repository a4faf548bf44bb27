package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.ServiceState;
import dev.devsession.agent.session.Session.Wanted;
import dev.devsession.agent.status.ServiceLine;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.console.TerminalLine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides which states of Services are worth a line: each new one once. It has no side effects. */
final class ServiceNews {
  private final Duration patience;
  private final Function<Wanted, Map<String, Integer>> numbers;
  private final Map<String, String> told = new HashMap<>();
  private final Map<String, Duration> unsaid = new HashMap<>();

  /**
   * At the beginning.
   *
   * @param patience a state that passes within this time isn't printed
   * @param numbers a Service's ports by name, as far as they are known
   */
  ServiceNews(Duration patience, Function<Wanted, Map<String, Integer>> numbers) {
    this.patience = patience;
    this.numbers = numbers;
  }

  /**
   * The line about the state of a Service that was just seen. The first state, if it usually passes by itself, is held
   * back and printed only when it lasts; later ones are printed at once.
   */
  Optional<TerminalLine> seen(Session session, Wanted wanted, Duration sinceStart) {
    var name = wanted.name();
    var state = state(session, name);
    if (state.equals(told.get(name))) {
      unsaid.remove(name);
      return Optional.empty();
    }
    var line = line(session, wanted);
    if (line.symbol() == TerminalLine.Symbol.NOTE && !told.containsKey(name)) {
      unsaid.putIfAbsent(name, sinceStart);
      return Optional.empty();
    }
    unsaid.remove(name);
    var first = told.put(name, state) == null;
    return Optional.of(first && line.symbol() == TerminalLine.Symbol.DONE
        ? TerminalLine.done(name, String.format(Locale.ROOT, "%-56s %.1f s", line.text(),
            sinceStart.toMillis() / 1000.0))
        : line);
  }

  /** The lines about states that have lasted by now. */
  List<TerminalLine> lasting(Session session, Duration sinceStart) {
    var slow = session.wanted().stream().filter(w -> unsaid.containsKey(w.name())
        && sinceStart.minus(unsaid.get(w.name())).compareTo(patience) > 0).toList();
    slow.forEach(w -> {
      unsaid.remove(w.name());
      told.put(w.name(), state(session, w.name()));
    });
    return slow.stream().map(w -> line(session, w)).toList();
  }

  private TerminalLine line(Session session, Wanted wanted) {
    return ServiceLine.of(wanted, session.service(wanted.name()).map(ServiceNews::toThisMachine),
        numbers.apply(wanted));
  }

  /** The operator's message tells another machine what to do; this one is connecting. */
  static ServiceState toThisMachine(ServiceState state) {
    return state.state().equals(ConditionReason.Disconnected.name())
        ? new ServiceState(state.name(), state.state(), state.holder(), state.replicas(),
            "the original runs until this machine is connected.")
        : state;
  }

  private static String state(Session session, String service) {
    return session.service(service).map(ServiceState::state).orElse(ConditionReason.Pending.name());
  }
}
