package dev.devsession.agent.environment;

import dev.devsession.console.TerminalLine;
import dev.devsession.environment.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of an environment at the terminal: no values. */
public final class EnvironmentLines {
  private static final String TOPIC = "environment";

  private EnvironmentLines() {}

  /**
   * How much there is of whom, and what was left out.
   *
   * @param volumes that are on this machine too
   */
  public static TerminalLine summary(ProcessEnvironment environment, int volumes) {
    var count = environment.values().size();
    return TerminalLine.done(TOPIC, count + (count == 1 ? " variable" : " variables")
        + (volumes == 0 ? "" : " and " + volumes + (volumes == 1 ? " volume" : " volumes")) + " of "
        + environment.pod().workload() + container(environment)
        + (environment.leftOut().isEmpty() ? "" : "; left out: " + String.join(", ", environment.leftOut())));
  }

  /** One line for each reason for which something is missing. */
  public static List<TerminalLine> missing(ProcessEnvironment environment) {
    var byReason = new LinkedHashMap<String, List<String>>();
    environment.gaps().forEach(g -> byReason.computeIfAbsent(g.why(), why -> new ArrayList<>())
        .add("all of " + g.source()));
    environment.variables().forEach(v -> {
      if (v.content() instanceof Variable.Unknown(var why)) {
        byReason.computeIfAbsent(why, reason -> new ArrayList<>()).add(v.name());
      }
    });
    return byReason.entrySet().stream().map(r -> TerminalLine.warning(TOPIC, "without " + String.join(", ",
        r.getValue()) + ": " + full(r.getKey(), environment.refusals()))).toList();
  }

  private static String full(String why, Map<String, String> refusals) {
    return refusals.getOrDefault(why, why);
  }

  private static String container(ProcessEnvironment environment) {
    var spec = environment.pod().spec();
    var chosen = environment.container();
    return spec.getContainers().size() == 1 && spec.getContainers().contains(chosen.container())
        ? ""
        : " (container " + chosen.container().getName() + ": " + chosen.because() + ")";
  }
}
