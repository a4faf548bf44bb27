package dev.devsession.agent.status;

import dev.devsession.agent.session.Session.Port;
import dev.devsession.agent.session.Session.ServiceState;
import dev.devsession.agent.session.Session.Wanted;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.console.TerminalLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state of one Service of a session, in one line. */
public final class ServiceLine {
  /** States that pass by themselves. */
  private static final Set<String> PASSING = Stream
      .of(ConditionReason.Pending, ConditionReason.ProxyStarting, ConditionReason.RoutesChanging,
          ConditionReason.SelectorSwitching, ConditionReason.OriginalStopping, ConditionReason.OriginalStarting,
          ConditionReason.GatewayStarting, ConditionReason.Disconnected, ConditionReason.ProxyDraining,
          ConditionReason.Restored, ConditionReason.Ending)
      .map(ConditionReason::name).collect(Collectors.toSet());
  private static final int PORTS_WIDTH = 27;
  /** The messages {@code MatchOverlaps} and {@code MatchHidden}, and what follows. */
  private static final Pattern OVERLAP = Pattern.compile("Session [-.a-z0-9]+ is older.*");

  private ServiceLine() {}

  /** @param numbers the Service's ports by name, as far as they are known; an only port also under the empty name */
  public static TerminalLine of(Wanted wanted, Optional<ServiceState> state, Map<String, Integer> numbers) {
    var ports = ports(wanted.ports(), numbers);
    return state.map(s -> ConditionReason.isServed(s.state())
        ? TerminalLine.done(wanted.name(), columns(ports, wanted.shared().map(t -> t.words() + overlap(s.message()))
            .orElseGet(() -> replicas(s.replicas()))))
        : new TerminalLine(PASSING.contains(s.state()) ? TerminalLine.Symbol.NOTE : TerminalLine.Symbol.WARNING,
            wanted.name(),
            columns(ports, Stream.of(s.state(), s.message()).filter(t -> !t.isEmpty())
                .collect(Collectors.joining(": ")))))
        .orElseGet(() -> TerminalLine.note(wanted.name(), columns(ports, ConditionReason.Pending.name())));
  }

  /** As in {@code :8080 → localhost:3000}. */
  private static String ports(List<Port> ports, Map<String, Integer> numbers) {
    return ports.isEmpty()
        ? "→ localhost, same ports"
        : ports.stream()
            .map(p -> (numbers.containsKey(p.name())
                ? ":" + numbers.get(p.name()) + " "
                : p.name().isEmpty()
                    ? ""
                    : p.name() + " ")
                + "→ localhost:" + p.hostPort())
            .collect(Collectors.joining(", "));
  }

  private static String columns(String ports, String rest) {
    return rest.isEmpty() ? ports : String.format("%-" + PORTS_WIDTH + "s %s", ports, rest);
  }

  /** What the operator says of requests that an older session gets. */
  private static String overlap(String message) {
    var overlap = OVERLAP.matcher(message);
    return overlap.find() ? ". " + overlap.group().replaceFirst("\\.$", "") : "";
  }

  private static String replicas(int count) {
    return count == 0 ? "" : count == 1 ? "1 replica scaled to zero" : count + " replicas scaled to zero";
  }
}
