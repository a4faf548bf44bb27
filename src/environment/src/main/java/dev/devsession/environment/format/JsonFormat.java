package dev.devsession.environment.format;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One object, a line for each variable. */
final class JsonFormat implements VariableFormat {
  @Override
  public Optional<String> obstacle(String name, String value) {
    return Optional.empty();
  }

  @Override
  public String text(Map<String, String> variables) {
    return object(variables, "") + "\n";
  }

  static String object(Map<String, String> variables, String indent) {
    return variables.entrySet().stream()
        .map(v -> indent + "  " + quoted(v.getKey()) + ": " + quoted(v.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
  }

  /** As a string of JSON. */
  static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}
