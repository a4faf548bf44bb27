package dev.devsession.agent;

import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code devsession completion}. */
@Command(name = "completion", mixinStandardHelpOptions = true, description = {
    "Prints a script that lets your shell complete the command, with the names of sessions, services and contexts.",
    "Add it to your",
    "~/.bashrc:  source <(devsession completion bash)",
    "~/.zshrc:   source <(devsession completion zsh)"})
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand
  private Devsession parent;

  /** The shells there is a script for. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  @Override
  public Integer call() throws IOException {
    try (InputStream script = getClass().getResourceAsStream("completion." + shell)) {
      parent.terminal().raw(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    return ExitCode.OK.code();
  }
}
