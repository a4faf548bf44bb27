package dev.devsession.chart;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The values of values.yaml as a table: a row for each key with a comment, which is what the value means. Pure. */
final class ValuesTable {
  private static final String LINE = "| %s | %s | %s |\n";

  private ValuesTable() {}

  /** @throws IllegalArgumentException naming a value that no comment explains */
  static String of(String yaml) {
    var settings = LoadSettings.builder().setParseComments(true).build();
    var root = (MappingNode) new Compose(settings).composeString(yaml).orElseThrow();
    return LINE.formatted("value", "default", "meaning") + "|---|---|---|\n" + rows("", root).collect(joining());
  }

  private static Stream<String> rows(String path, MappingNode node) {
    return node.getValue().stream().flatMap(entry -> row(path, entry));
  }

  private static Stream<String> row(String path, NodeTuple entry) {
    var name = path + ((ScalarNode) entry.getKeyNode()).getValue();
    var meaning = meaning(entry.getKeyNode());
    if (meaning.isEmpty() && entry.getValueNode() instanceof MappingNode group && !group.getValue().isEmpty()) {
      return rows(name + ".", group);
    }
    if (meaning.isEmpty()) {
      throw new IllegalArgumentException(name + " in values.yaml needs a comment that says what it means");
    }
    var text = text(entry.getValueNode());
    return Stream.of(LINE.formatted("`" + name + "`", text.isEmpty() ? "" : "`" + text + "`", meaning));
  }

  /** Of the comment that touches the key: a blank line ends what doesn't belong to it. */
  private static String meaning(Node key) {
    var lines = new ArrayList<String>();
    for (var line : key.getBlockComments() == null ? List.<CommentLine>of() : key.getBlockComments()) {
      if (line.getValue().isBlank()) {
        lines.clear();
      } else {
        lines.add(line.getValue().strip());
      }
    }
    return String.join(" ", lines);
  }

  /** As YAML on one line. */
  private static String text(Node node) {
    return switch (node) {
      case MappingNode map -> map.getValue().stream().map(e -> text(e.getKeyNode()) + ": " + text(e.getValueNode()))
          .collect(joining(", ", "{", "}"));
      case SequenceNode list -> list.getValue().stream().map(ValuesTable::text).collect(joining(", ", "[", "]"));
      case ScalarNode scalar -> scalar.getValue();
      default -> throw new IllegalArgumentException("no value: " + node);
    };
  }
}
