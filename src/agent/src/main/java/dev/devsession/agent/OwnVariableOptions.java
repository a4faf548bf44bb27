package dev.devsession.agent;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.environment.EnvFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Variables of the user's own: the container's come first, then those of files, then those of the command line. */
final class OwnVariableOptions {
  @Option(names = "--env-file", paramLabel = "FILE",
      description = "Variables in the dotenv format, before the container's.")
  private List<Path> files = new ArrayList<>();

  @Option(names = {"-e", "--env"}, paramLabel = "NAME=VALUE",
      description = "A variable, before all others; NAME alone keeps that of this machine.")
  private List<String> typed = new ArrayList<>();

  /** @throws AgentException if a file can't be read, or a variable isn't one */
  Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    files.forEach(file -> variables.putAll(EnvFile.parse(file.toString(), text(file))));
    for (var one : typed) {
      var parts = one.split("=", 2);
      if (parts[0].isEmpty()) {
        throw new AgentException(ExitCode.BAD_INPUT, "\"" + one + "\" must be NAME=VALUE or NAME");
      }
      if (parts.length == 2) {
        variables.put(parts[0], parts[1]);
      } else if (System.getenv(one) != null) {
        variables.put(one, System.getenv(one));
      } else {
        throw new AgentException(ExitCode.BAD_INPUT, "-e " + one + ": this machine has no variable " + one
            + "; give a value, as in  -e " + one + "=VALUE");
      }
    }
    return variables;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AgentException(ExitCode.BAD_INPUT, "could not read " + file + ": " + FailureText.reason(e), e);
    }
  }
}
