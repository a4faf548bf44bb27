package dev.devsession.agent.files;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs of a container in it, with this user's rights. */
record ContainerProgram(ClusterContext cluster, String pod, String container) {
  private static final AttemptedAction ATTEMPT = new AttemptedAction("run programs in pods",
      "get and create on pods/exec", ChartRole.SECRETS);
  private static final String NOT_THERE = "executable file not found|no such file or directory";
  private static final int LONGEST_REMARK = 4096;

  /** What is done with the output while it comes. */
  interface Use<T> {
    T of(InputStream output) throws IOException;
  }

  /**
   * How a program ended.
   *
   * @param code as a shell has it; 127: the container has no such program
   * @param remarks from its standard error, without control characters
   */
  record Run<T>(int code, T output, String remarks) {
    boolean isMissing() {
      return code == ExitCode.NO_SUCH_PROGRAM.code();
    }
  }

  /**
   * Runs one.
   *
   * @throws AgentException if this user may not
   */
  <T> Run<T> run(Use<T> use, String... words) throws IOException, InterruptedException {
    var errors = new ByteArrayOutputStream();
    try (var running = cluster.client().pods().inNamespace(cluster.namespace()).withName(pod).inContainer(container)
        .redirectingOutput().writingError(errors).exec(words)) {
      var output = use.of(new ProgramOutput(running.getOutput()));
      var code = running.exitCode().get(1, TimeUnit.MINUTES);
      var remarks = remarks(errors);
      return new Run<>(code == null || code < 0 || code == ExitCode.NOT_EXECUTABLE.code() && isMissing(remarks)
          ? ExitCode.NO_SUCH_PROGRAM.code()
          : code, output, remarks);
    } catch (ExecutionException | KubernetesClientException e) {
      if (FailureText.chain(e).stream().anyMatch(c -> c.getMessage() != null && isMissing(c.getMessage()))) {
        return new Run<>(ExitCode.NO_SUCH_PROGRAM.code(), null, "");
      }
      throw new ApiErrors(cluster.client(), Optional.of(cluster.namespace()), ATTEMPT).explain(e);
    } catch (TimeoutException e) {
      throw new AgentException(ExitCode.UNREACHABLE, "the API server doesn't say how " + words[0] + " ended", e);
    }
  }

  private static boolean isMissing(String text) {
    return text.matches("(?s).*(" + NOT_THERE + ").*");
  }

  private static String remarks(ByteArrayOutputStream errors) {
    var text = errors.toString(StandardCharsets.UTF_8).strip();
    return text.substring(0, Math.min(text.length(), LONGEST_REMARK)).replaceAll("[\\p{C}&&[^\\n]]", "?");
  }
}
