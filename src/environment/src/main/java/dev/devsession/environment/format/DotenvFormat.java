package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines {@code NAME='value'}. There is no standard: only what the widespread readers agree on is used. In single quotes
 * all take each character for itself, except a backslash before a backslash or at the end (python-dotenv) and
 * <code>${</code> (python-dotenv expands it even there); in double quotes they agree on what has neither backslashes
 * nor dollar signs.
 */
final class DotenvFormat implements VariableFormat {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(!NAME.matcher(name).matches(), "has a name that readers of .env files refuse")
        .or(() -> VariableFormat.when(value.contains("\r"), "has a carriage return"))
        .or(() -> VariableFormat.when(value.contains("${"), "has ${, which some readers expand"))
        .or(() -> VariableFormat.when(!inSingleQuotes(value) && !inDoubleQuotes(value),
            "has quotes together with characters that readers treat differently"));
  }

  @Override
  public String text(Map<String, String> variables) {
    return variables.entrySet().stream().map(v -> v.getKey() + "=" + quoted(v.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String quoted(String value) {
    return inSingleQuotes(value) ? "'" + value + "'" : '"' + value + '"';
  }

  private static boolean inSingleQuotes(String value) {
    return !value.contains("'") && !value.contains("\\\\") && !value.endsWith("\\");
  }

  private static boolean inDoubleQuotes(String value) {
    return value.chars().noneMatch(c -> c == '"' || c == '\\' || c == '$' || c == '`');
  }
}
