package dev.devsession.agent.environment;

import dev.devsession.environment.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** An environment for people: each variable with its value and its origin. */
public final class EnvironmentTable {
  private static final String HIDDEN = "••••••••";
  private static final String MISSING = "missing";
  /** A longer value would push its origin out of sight. */
  private static final int WIDEST = 60;
  private static final int GAP = 3;

  private EnvironmentTable() {}

  /** The known values, those of Secrets as dots. */
  public static Map<String, String> hidden(ProcessEnvironment environment) {
    var values = new LinkedHashMap<>(environment.values());
    environment.variables().stream().filter(v -> v.secret() && v.value().isPresent())
        .forEach(v -> values.put(v.name(), HIDDEN));
    return values;
  }

  /** @param hide the values of Secrets */
  public static String text(ProcessEnvironment environment, boolean hide) {
    var rows = new ArrayList<List<String>>();
    environment.variables().forEach(v -> rows.add(List.of(printable(v.name()), value(v, hide), origin(v, hide))));
    environment.gaps().forEach(g -> rows.add(List.of("(all of it)", MISSING, g.source() + ": " + g.why())));
    environment.leftOut().forEach(name -> rows.add(List.of(printable(name), "left out", "describes the container's "
        + "own system; --only " + printable(name) + " lets it in")));
    return aligned(rows);
  }

  private static String value(Variable variable, boolean hide) {
    if (variable.value().isEmpty()) {
      return MISSING;
    }
    var text = hide && variable.secret() ? HIDDEN : printable(variable.value().get());
    return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
  }

  private static String origin(Variable variable, boolean hide) {
    return variable.origin() + (variable.content() instanceof Variable.Unknown(var why) ? ": " + why : "")
        + variable.mappedFrom().map(path -> ", mapped" + (hide && variable.secret() ? "" : " from " + printable(path)))
            .orElse("");
  }

  /** On one line, and without what a terminal would obey. */
  private static String printable(String text) {
    return text.replace("\n", "\\n").replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }

  private static String aligned(List<List<String>> rows) {
    var widths = IntStream.range(0, 2).map(i -> rows.stream().mapToInt(r -> r.get(i).length()).max().orElse(0))
        .toArray();
    var text = new StringBuilder();
    rows.forEach(r -> text.append(r.get(0)).repeat(' ', widths[0] - r.get(0).length() + GAP).append(r.get(1))
        .repeat(' ', widths[1] - r.get(1).length() + GAP).append(r.get(2)).append('\n'));
    return text.toString();
  }
}
