package dev.devsession.agent;

import dev.devsession.agent.logs.LinePrinter;
import dev.devsession.agent.logs.NamespaceLogs;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.logs.follow.PodLogs;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code devsession logs}. */
@Command(name = "logs", mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done, also after Ctrl-C", "1:unexpected failure",
        "2:wrong options, kubeconfig or context, or no such service", "3:a permission is missing",
        "5:the API server cannot be reached"},
    description = {
        "Shows the logs of all pods of the namespace, or of the named services, in order of time.",
        "  devsession logs -f                     all services, from now on",
        "  devsession logs orders --since 10m     one, of the last ten minutes",
        "  devsession logs -f --session ada       only lines that carry devsession=ada"})
final class LogsCommand implements Callable<Integer> {
  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  @ParentCommand
  private Devsession parent;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions where;

  @Mixin
  private LogsOptions options;

  @Option(names = "--all", description = "All pods of the namespace, as without a service.")
  private boolean all;

  @Parameters(paramLabel = "SERVICE", description = "Services whose pods' logs to show. Default: all pods.")
  private List<String> services = List.of();

  @Override
  public Integer call() throws InterruptedException {
    if (all && !services.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--all and services exclude each other");
    }
    var choice = options.choice(services);
    if (choice.previous() && choice.follow()) {
      throw new ParameterException(spec.commandLine(), "--previous and -f exclude each other: what was before is over");
    }
    var lines = new OrderedLines(new LineOrder(PodLogs.WINDOW, !choice.follow()));
    try (var cluster = where.open();
        var logs = new NamespaceLogs(cluster, choice, lines, parent.terminal()::remark)) {
      logs.start();
      parent.stop().asked().thenRun(lines::close);
      logs.refused().whenComplete((never, refused) -> lines.close());
      new LinePrinter(lines, options.format(), LogsCommand::print).run();
      if (logs.refused().isCompletedExceptionally()) {
        var failure = logs.refused().exceptionNow();
        parent.terminal().error(FailureText.of(failure));
        return failure instanceof RuntimeException told ? ExitCode.of(told) : ExitCode.FAILURE.code();
      }
      return ExitCode.OK.code();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Not by System.out, which doesn't tell when its reader is gone. */
  private static boolean print(String text) {
    try {
      OUT.write(text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
