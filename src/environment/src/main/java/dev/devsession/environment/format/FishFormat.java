package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Commands {@code set -gx NAME 'value'}. */
final class FishFormat implements VariableFormat {
  private static final Set<String> OF_THE_SHELL = Set.of("_", "argv", "fish_kill_signal", "fish_killring", "fish_pid",
      "FISH_VERSION", "history", "hostname", "pipestatus", "PWD", "SHLVL", "status", "status_generation", "umask",
      "version");

  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(!IDENTIFIER.matcher(name).matches(), "has a name that no shell can export")
        .or(() -> VariableFormat.when(OF_THE_SHELL.contains(name), "is a shell's own variable"));
  }

  @Override
  public String text(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(v -> "set -gx " + v.getKey() + " '" + v.getValue().replace("\\", "\\\\").replace("'", "\\'") + "'\n")
        .collect(Collectors.joining());
  }
}
