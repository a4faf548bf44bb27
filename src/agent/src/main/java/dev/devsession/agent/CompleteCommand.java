package dev.devsession.agent;

import dev.devsession.agent.complete.ClusterNames;
import dev.devsession.agent.complete.Completion;
import dev.devsession.console.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession complete -- WORDS}: what the shell's TAB asks. A line for each candidate for the last word. */
@Command(name = "complete", hidden = true)
final class CompleteCommand implements Callable<Integer> {
  /** Directives of cobra, whose answers kubectl expects of a plugin: no space, no file names. */
  private static final int NO_SPACE = 2;
  private static final int NO_FILES = 4;

  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Option(names = "--kubectl")
  private boolean kubectl;

  @Parameters
  private List<String> words = List.of("");

  @Override
  public Integer call() {
    var candidates = Completion.of(spec.parent(), words, new ClusterNames(words));
    candidates.forEach(c -> parent.terminal().raw(c + "\n"));
    if (kubectl) {
      parent.terminal().raw(":" + (candidates.stream().anyMatch(c -> c.endsWith("="))
          ? NO_SPACE + NO_FILES
          : candidates.isEmpty() ? 0 : NO_FILES) + "\n");
    }
    return ExitCode.OK.code();
  }
}
