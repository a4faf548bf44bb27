package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An XML element {@code envs}. */
final class IdeaFormat implements VariableFormat {
  private static final Pattern MACRO = Pattern.compile("(?s).*\\$[A-Za-z_]+\\$.*");
  private static final Pattern NO_XML = Pattern.compile("(?s).*[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff].*");
  private static final Pattern SPECIAL = Pattern.compile("[&<>\"\\t\\n\\r]");

  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(NO_XML.matcher(name + value).matches(), "has control characters, which XML forbids")
        .or(() -> VariableFormat.when(MACRO.matcher(value).matches(), "has $NAME$, which IntelliJ IDEA expands"));
  }

  @Override
  public String text(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(v -> "  <env name=\"" + escaped(v.getKey()) + "\" value=\"" + escaped(v.getValue()) + "\" />\n")
        .collect(Collectors.joining("", "<envs>\n", "</envs>\n"));
  }

  private static String escaped(String text) {
    return SPECIAL.matcher(text).replaceAll(c -> "&#" + (int) c.group().charAt(0) + ";");
  }
}
