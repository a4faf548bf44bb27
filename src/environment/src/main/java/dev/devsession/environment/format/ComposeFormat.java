package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A YAML mapping in which {@code $$} stands for a dollar sign. */
final class ComposeFormat implements VariableFormat {
  /** What JSON may leave as it is and YAML may not. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff]");

  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(name.contains("$"), "has a dollar sign in its name");
  }

  @Override
  public String text(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(v -> "  " + quoted(v.getKey()) + ": " + quoted(v.getValue().replace("$", "$$")) + "\n")
        .collect(Collectors.joining("", "environment:\n", ""));
  }

  private static String quoted(String text) {
    return UNPRINTABLE.matcher(JsonFormat.quoted(text))
        .replaceAll(c -> String.format("\\\\u%04x", (int) c.group().charAt(0)));
  }
}
