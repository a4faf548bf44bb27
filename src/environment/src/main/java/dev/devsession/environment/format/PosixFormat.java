package dev.devsession.environment.format;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Commands {@code export NAME='value'}. */
final class PosixFormat implements VariableFormat {
  /** The shell's own, which bash or zsh don't let be set, or read differently. */
  private static final Set<String> OF_THE_SHELL = Set.of("_", "IFS", "UID", "EUID", "GID", "EGID", "PPID", "BASHPID",
      "BASHOPTS", "SHELLOPTS", "BASH_VERSINFO", "GROUPS", "FUNCNAME", "DIRSTACK", "RANDOM", "SRANDOM", "SECONDS",
      "LINENO", "EPOCHSECONDS", "EPOCHREALTIME", "ERRNO", "status", "pipestatus", "argv", "path", "USERNAME");

  @Override
  public Optional<String> obstacle(String name, String value) {
    return VariableFormat.when(!IDENTIFIER.matcher(name).matches(), "has a name that no shell can export")
        .or(() -> VariableFormat.when(OF_THE_SHELL.contains(name), "is a shell's own variable"));
  }

  @Override
  public String text(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(v -> "export " + v.getKey() + "='" + v.getValue().replace("'", "'\\''") + "'\n")
        .collect(Collectors.joining());
  }
}
