package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;

/** An object with {@code env}, to be merged into a configuration. */
final class VscodeFormat implements VariableFormat {
  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(value.contains("${"), "has ${, which Visual Studio Code expands");
  }

  @Override
  public String text(Map<String, String> variables) {
    return "{\n  \"env\": " + JsonFormat.object(variables, "  ") + "\n}\n";
  }
}
