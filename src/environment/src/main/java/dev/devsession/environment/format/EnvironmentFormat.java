package dev.devsession.environment.format;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Map;
import java.util.stream.Collectors;

/** The formats by their names on the command line. */
public enum EnvironmentFormat {
  /** What libraries for {@code .env} files read, in several languages. */
  dotenv(new DotenvFormat()),
  /** For {@code eval} in sh, bash and zsh. */
  posix(new PosixFormat()),
  /** For {@code source} in fish. */
  fish(new FishFormat()),
  /** For {@code Invoke-Expression} in PowerShell. */
  powershell(new PowershellFormat()),
  /** For {@code docker run --env-file}. */
  docker(new DockerFormat()),
  /** A service's {@code environment} in a compose file. */
  compose(new ComposeFormat()),
  /** One JSON object. */
  json(new JsonFormat()),
  /** What {@code launch.json} of Visual Studio Code has in a configuration. */
  vscode(new VscodeFormat()),
  /** The {@code envs} of a run configuration's file of IntelliJ IDEA. */
  idea(new IdeaFormat());

  private final VariableFormat format;

  EnvironmentFormat(VariableFormat format) {
    this.format = format;
  }

  /**
   * The text.
   *
   * @throws AgentException that names each variable which this format can't hold
   */
  public String render(Map<String, String> variables) {
    var obstacles = variables.entrySet().stream()
        .flatMap(v -> format.obstacle(v.getKey(), v.getValue()).map(why -> v.getKey() + " " + why).stream()).toList();
    if (!obstacles.isEmpty()) {
      throw new AgentException(ExitCode.BAD_INPUT, "the format " + name() + " can't hold all variables: "
          + String.join("; ", obstacles) + ". Use  -o json, or leave out what you don't need, with  "
          + variables.entrySet().stream().filter(v -> format.obstacle(v.getKey(), v.getValue()).isPresent())
              .map(v -> "--except " + v.getKey()).collect(Collectors.joining(" ")));
    }
    return format.text(variables);
  }
}
