package dev.devsession.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Rows as the API server prints them, with the columns that the kind defines, so that they are kubectl's own. */
public record SessionTable(List<Column> columns, List<Row> rows) {
  private static final int GAP = 3;

  /** @param wide only for those who ask for more */
  public record Column(String name, boolean wide) {}

  /** One object. */
  public record Row(String namespace, String name, List<String> cells) {}

  /** @param json a {@code meta.k8s.io/v1} Table */
  static SessionTable of(JsonNode json) {
    var columns = json.path("columnDefinitions").valueStream()
        .map(c -> new Column(c.path("name").asText(), c.path("priority").asInt() > 0)).toList();
    var rows = json.path("rows").valueStream().map(r -> {
      var metadata = r.path("object").path("metadata");
      return new Row(metadata.path("namespace").asText(), metadata.path("name").asText(),
          r.path("cells").valueStream().map(c -> c.isNull() ? "" : c.asText()).toList());
    }).toList();
    return new SessionTable(columns, rows);
  }

  /** The lines, headings first; empty if there are no rows. */
  public String text(boolean withNamespace, boolean wide) {
    if (rows.isEmpty()) {
      return "";
    }
    var shown = IntStream.range(0, columns.size()).filter(i -> wide || !columns.get(i).wide()).boxed().toList();
    var lines = new ArrayList<List<String>>();
    lines.add(line(withNamespace, "NAMESPACE",
        shown.stream().map(i -> columns.get(i).name().toUpperCase(Locale.ROOT)).toList()));
    rows.forEach(r -> lines.add(line(withNamespace, r.namespace(), shown.stream().map(r.cells()::get).toList())));
    return align(lines);
  }

  private static List<String> line(boolean withNamespace, String namespace, List<String> cells) {
    var line = new ArrayList<String>();
    if (withNamespace) {
      line.add(namespace);
    }
    line.addAll(cells);
    return line;
  }

  private static String align(List<List<String>> lines) {
    var widths = IntStream.range(0, lines.getFirst().size())
        .map(i -> lines.stream().mapToInt(l -> l.get(i).length()).max().orElse(0)).toArray();
    var text = new StringBuilder();
    for (var line : lines) {
      var start = text.length();
      for (int i = 0; i < widths.length; i++) {
        text.append(line.get(i)).repeat(' ', widths[i] - line.get(i).length() + GAP);
      }
      text.setLength(Math.max(start, start + text.substring(start).stripTrailing().length()));
      text.append('\n');
    }
    return text.toString();
  }
}
