package dev.devsession.environment.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lines {@code NAME=value} without any quoting. */
final class DockerFormat implements VariableFormat {
  /** Docker reads no longer line. */
  private static final int MAX_LINE = 64 * 1024 - 1;

  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(value.contains("\n") || value.contains("\r"), "has several lines")
        .or(() -> VariableFormat.when(name.isEmpty() || name.startsWith("#") || name.chars().anyMatch(
            Character::isWhitespace), "has a name that Docker takes for a comment or refuses"))
        .or(() -> VariableFormat.when((name + "=" + value).getBytes(UTF_8).length > MAX_LINE, "is longer than 64 KiB"));
  }

  @Override
  public String text(Map<String, String> variables) {
    return variables.entrySet().stream().map(v -> v.getKey() + "=" + v.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
