package dev.devsession.bench.tunnel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All paths over one kind of link, measured in turn.
 *
 * @param delayMillis the link's round trip
 * @param megabits a second, of the link; 0 for no limit
 * @param figures by the names of the paths
 * @param costs of the paths, without a delay
 */
record Section(int delayMillis, int megabits, Map<String, Samples> figures, List<Cost> costs) {

  /**
   * Opens all paths, warms each up with rounds that don't count, and measures the rounds in turn, every second one in
   * reverse order.
   */
  static Section measure(int delayMillis, int megabits, Map<String, ForwardingPath.Opener> openers,
      TunnelOptions options)
      throws Exception {
    var figures = new LinkedHashMap<String, Samples>();
    var costs = new ArrayList<Cost>();
    var open = new ArrayList<Round>();
    try (var link = new EmulatedLink(Duration.ofMillis(delayMillis), megabits)) {
      try {
        for (var opener : openers.entrySet()) {
          var way = opener.getValue().open(link);
          open.add(new Round(way, options.seconds()));
          figures.put(way.name(), new Samples());
        }
        if (options.warmUp()) {
          for (var round : open) {
            round.warmUp(delayMillis == 0 ? 2 * options.rounds() : 1);
          }
        }
        for (int i = 0; i < options.rounds(); i++) {
          for (var round : i % 2 == 0 ? open : open.reversed()) {
            round.run(figures.get(round.path().name()));
          }
        }
        for (var round : delayMillis == 0 ? open : List.<Round>of()) {
          costs.addAll(round.costs());
        }
      } finally {
        open.forEach(round -> round.path().close());
      }
    }
    return new Section(delayMillis, megabits, figures, costs);
  }

  /** Two tables: the speed of the connections, and their cost. */
  String text() {
    return "## " + title() + "\n\n" + table(EnumSet.range(Metric.TO_MACHINE, Metric.TO_FAR_4)) + "\n"
        + table(EnumSet.range(Metric.P50, Metric.BESIDE_P50))
        + (delayMillis == 0 ? "\n" + table(EnumSet.of(Metric.CPU, Metric.RESIDENT)) + "\n" + Cost.table(costs) : "")
        + errors();
  }

  private String title() {
    return delayMillis == 0
        ? "No delay"
        : delayMillis + " ms round trip" + (megabits == 0 ? "" : ", " + megabits + " Mbit/s");
  }

  private String table(Set<Metric> columns) {
    var text = new StringBuilder("| |")
        .append(columns.stream().map(c -> " " + c.title + " |").collect(Collectors.joining())).append("\n|---|")
        .append("---|".repeat(columns.size())).append('\n');
    figures.forEach((name, of) -> text.append("| ").append(name).append(" |")
        .append(columns.stream().map(c -> " " + cell(of, c) + " |").collect(Collectors.joining())).append('\n'));
    return text.toString();
  }

  private String cell(Samples of, Metric metric) {
    if (!of.has(metric)) {
      return "–";
    }
    var direct = figures.get(LocalPaths.DIRECT);
    var ratio = metric.hasRatio() && direct != null
        ? "**%.3g** · ".formatted(of.median(metric) / direct.median(metric))
        : "";
    return ratio + of.text(metric);
  }

  private String errors() {
    var broken = new ArrayList<String>();
    figures.forEach((name, of) -> {
      if (of.errors() > 0) {
        broken.add(of.errors() + " through " + name);
      }
    });
    return broken.isEmpty() ? "" : "\nConnections that broke under wrk: " + String.join(", ", broken) + ".\n";
  }

  /** The median of one figure. */
  double median(String way, Metric metric) {
    return figures.get(way).median(metric);
  }

  List<String> ways() {
    return List.copyOf(figures.keySet());
  }
}
