package dev.devsession.agent;

import dev.devsession.agent.environment.EnvironmentChoice;
import dev.devsession.agent.up.UpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that {@code up} and {@code connect} share. */
final class UpOptions {
  @Option(names = "--no-names", description = "Don't write names to the hosts file.")
  private boolean noNames;

  @Option(names = {"-A", "--all-namespaces"}, description = "Write names for the services of all namespaces.")
  private boolean allNamespaces;

  @Mixin
  private NodeAddressOption nodeAddress;

  @Option(names = "--take-over", description = "Disconnect the machine that holds the session and take its place.")
  private boolean takeOver;

  @Option(names = "--timeout", paramLabel = "TIME", converter = TimeSpanConverter.class,
      description = "How long to wait until all services run here, such as 90s; 0 for no limit. Default: 2m; without "
          + "COMMAND, a place in the queue of another session has no limit.")
  private Duration timeout;

  @Option(names = "--hosts-file", defaultValue = Devsession.HOSTS_FILE, description = "Default: ${DEFAULT-VALUE}.")
  private Path hostsFile;

  @Option(names = "--env-from", paramLabel = "SERVICE[/CONTAINER]", description = "Whose environment COMMAND gets "
      + "besides this machine's; none for this machine's alone. Default: that of the only service of the session.")
  private String envFrom;

  @Option(names = "--mount", description = "Have the service's files at their own paths too, for COMMAND (Linux).")
  private boolean mount;

  @Option(names = "--logs", description = "Show the logs of the namespace's pods, and COMMAND's output among them.")
  private boolean logs;

  @Mixin
  private VariableOptions variables;

  @Mixin
  private OwnVariableOptions own;

  UpSettings choice(CommandSpec spec) {
    return new UpSettings(noNames ? Optional.empty() : Optional.of(hostsFile), allNamespaces,
        nodeAddress.value(spec), takeOver, Optional.ofNullable(timeout), command(spec),
        new EnvironmentChoice(Optional.ofNullable(envFrom), variables.selection(), variables.mapPaths(),
            own.variables()),
        mount, logs);
  }

  /** What stands behind {@code --}. */
  static List<String> command(CommandSpec spec) {
    var words = spec.commandLine().getParseResult().originalArgs();
    var dashes = words.indexOf("--");
    return dashes < 0 ? List.of() : List.copyOf(words.subList(dashes + 1, words.size()));
  }
}
