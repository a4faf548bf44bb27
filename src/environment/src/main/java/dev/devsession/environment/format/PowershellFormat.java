package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Assignments <code>${env:NAME} = 'value'</code>. */
final class PowershellFormat implements VariableFormat {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
  /** PowerShell takes typographic quotes for the plain one. */
  private static final Pattern QUOTE = Pattern.compile("['\u2018\u2019\u201a\u201b]");

  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(!NAME.matcher(name).matches(), "has a name with characters that PowerShell interprets")
        .or(() -> VariableFormat.when(value.isEmpty(), "is empty, which PowerShell takes for an order to remove it"));
  }

  @Override
  public String text(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(v -> "${env:" + v.getKey() + "} = '" + QUOTE.matcher(v.getValue()).replaceAll("$0$0") + "'\n")
        .collect(Collectors.joining());
  }
}
