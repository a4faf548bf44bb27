package dev.devsession.bench.tunnel;

import dev.devsession.bench.tunnel.ProcessorTime.Program;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where the processor time of one path goes.
 *
 * @param what was carried, and the unit of the cells
 * @param unit how many of it are one second
 */
record Cost(String path, String what, double unit, ProcessorTime before, ProcessorTime after, double count) {
  static final double MICROS = 1e6;
  static final double SECONDS = 1;

  static String table(List<Cost> costs) {
    var text = new StringBuilder("| | | ")
        .append(Arrays.stream(Program.values()).map(p -> p.title).collect(Collectors.joining(" | ")))
        .append(" |\n|---|---|").append("---|".repeat(Program.values().length)).append('\n');
    costs.forEach(cost -> text.append(cost.row()));
    return text.toString();
  }

  private String row() {
    return "| " + path + " | " + what + " |"
        + Arrays.stream(Program.values()).map(this::cell).collect(Collectors.joining())
        + "\n";
  }

  private String cell(Program program) {
    double used = after.since(before, program) * unit / count;
    return used == 0 ? " – |" : String.format(Locale.ROOT, unit == MICROS ? " %.0f |" : " %.2f |", used);
  }
}
