package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exit codes of {@code devsession up -- COMMAND}. */
class UpVerdictIT extends UpRuns {
  @Test
  void whatOnlyAnEditCuresEndsItAtOnceWithoutTheCommand() throws Exception {
    var ran = directory.resolve("ran");
    var agent = up("--name", "ada", "orders=3000", "--no-names", "--", "touch", ran.toString());
    awaitOutput(agent, "(created; deleted again on exit)");
    status("ada", "status: 'False', reason: HeadlessService, message: It is headless.", "");
    assertThat(agent.exitCode()).as(agent.output()).isEqualTo(2);
    assertThat(agent.output()).contains("error: session " + namespace + "/ada can't be served: It is headless.")
        .doesNotContain("✔ restored");
    assertThat(ran).doesNotExist();
    assertThat(session("ada").get()).isNull();
  }

  @Test
  void whatMayPassEndsItAfterTheTimeout() throws Exception {
    var ran = directory.resolve("ran");
    var agent = up("--name", "ada", "orders=3000", "--no-names", "--timeout", "2s", "--", "touch", ran.toString());
    status("ada", "status: 'False', reason: Forbidden, message: exceeded quota.", "");
    assertThat(agent.exitCode()).as(agent.output()).isEqualTo(8);
    assertThat(agent.output())
        .contains("isn't ready after 2 s: Forbidden: exceeded quota. The command was not started.");
    assertThat(ran).doesNotExist();
    assertThat(session("ada").get()).isNull();
  }

  @Test
  void aProgramThatIsNotThereIsFoundOutBeforeAnythingIsMade() throws Exception {
    var agent = up("--name", "ada", "orders=3000", "--", "no-such-program");
    assertThat(agent.exitCode()).isEqualTo(127);
    assertThat(agent.output()).contains("error: cannot run no-such-program: no directory of PATH has such a program")
        .doesNotContain("created");
    agent = up("--name", "ada", "orders=3000", "--", hosts.toString());
    assertThat(agent.exitCode()).isEqualTo(126);
    assertThat(session("ada").get()).isNull();
  }

  @Test
  void optionsThatExcludeEachOtherAreSaidToInsteadOfTheUsage() throws Exception {
    var agent = up("-f", "session.yaml", "--name", "ada");
    assertThat(agent.exitCode()).isEqualTo(2);
    assertThat(agent.output()).contains("error: -f and --name exclude each other", "See  devsession up --help")
        .doesNotContain("Usage:");
    agent = up("orders=3000", "--timeout", "soon");
    assertThat(agent.exitCode()).isEqualTo(2);
    assertThat(agent.output()).contains("must be a time such as 90s").doesNotContain("Usage:");
  }

  @Test
  void aCommandThatHadToBeKilledIsToldAndItsChildrenEndWithIt() throws Exception {
    var child = directory.resolve("child");
    var agent = runDirect("sh", "-c", "trap '' TERM; sleep 300 & echo $! >" + child + "; wait; wait");
    await().until(() -> Files.exists(child) && Files.readString(child).endsWith("\n"));
    var process = ProcessHandle.of(Long.parseLong(Files.readString(child).strip())).orElseThrow();
    assertThat(agent.terminate()).as(agent.output()).isEqualTo(137);
    assertThat(agent.output()).contains("! command         sh had to be killed: it still ran 5 s after SIGTERM");
    await().until(() -> !process.isAlive());
  }

  @Test
  void aKilledAgentTakesTheCommandAlong() throws Exception {
    var child = directory.resolve("child");
    var agent = runDirect("sh", "-c", "sleep 300 & echo $! >" + child + "; wait");
    await().until(() -> Files.exists(child) && Files.readString(child).endsWith("\n"));
    var process = ProcessHandle.of(Long.parseLong(Files.readString(child).strip())).orElseThrow();
    var parent = process.parent().orElseThrow();
    agent.kill();
    await().until(() -> !process.isAlive() && !parent.isAlive());
  }

  /** Runs a command in a session that needs no tunnel. */
  private AgentProcess runDirect(String... command) throws Exception {
    var file = Files.writeString(directory.resolve("session.yaml"), """
        kind: DevSession
        apiVersion: devsession.dev/v1alpha1
        metadata: {name: ada}
        spec:
          services: [{name: orders}]
          transport: {type: Direct, hostAddress: 192.0.2.1}
          names: {via: ClusterIP}
        """);
    var arguments = new ArrayList<>(List.of("-f", file.toString(), "--"));
    arguments.addAll(List.of(command));
    var agent = up(arguments.toArray(String[]::new));
    awaitOutput(agent, "✔ names");
    accept("ada", "");
    return agent;
  }
}
