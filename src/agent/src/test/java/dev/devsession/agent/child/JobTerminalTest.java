package dev.devsession.agent.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command at a terminal, which script(1) provides. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class JobTerminalTest {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_Z = "\u001a";

  @TempDir
  private Path directory;

  private Process terminal;

  @AfterEach
  void end() {
    if (terminal != null) {
      terminal.descendants().forEach(ProcessHandle::destroyForcibly);
      terminal.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({"21, 100, CONTINUE", "22, 100, CONTINUE", "21, 200, CONTINUE", "21, 300, STOP_TOO", "20, 200, STOP_TOO",
      "19, 200, STOP_TOO", "20, 300, STOP_TOO", "19, 100, LEAVE", "20, -1, LEAVE", "21, -1, LEAVE"})
  void whoHasTheTerminalDecidesWhatAStopMeans(int signal, int foreground, JobTerminal.Reaction reaction) {
    assertThat(JobTerminal.reaction(signal, foreground, 100, 200)).isEqualTo(reaction);
  }

  /** A key that is typed before goes to the agent. The eighth field is the group that has the terminal. */
  private static final String UNTIL_IN_FOREGROUND = "until read -r stat < /proc/$$/stat; set -- $stat; "
      + "[ \"$8\" = $$ ]; do sleep 0.05; done; ";

  @Test
  void theCommandReadsWhatIsTyped() throws Exception {
    start(agent(UNTIL_IN_FOREGROUND + "echo begun; read -r line; echo \"got $line\""));
    awaitOutput("begun");
    type("hello\n");
    awaitOutput("got hello");
    awaitOutput("ended 0");
  }

  @Test
  void ctrlCGoesToTheCommandAndTheAgentHasTheTerminalAfterwards() throws Exception {
    start(
        agent("trap 'echo interrupted; exit 3' INT; " + UNTIL_IN_FOREGROUND + "echo begun; while :; do sleep 0.1; done")
            + "; echo \"code $?\"");
    awaitOutput("begun");
    type(CTRL_C);
    awaitOutput("interrupted");
    awaitOutput("ended 3");
    awaitOutput("code 3");
  }

  @Test
  void ctrlZStopsTheAgentAsWellAndFgContinuesBoth() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash has job control in scripts");
    var script = Files.writeString(directory.resolve("script"),
        agent(UNTIL_IN_FOREGROUND + "echo begun; read -r line; echo \"got $line\"")
            + "\necho paused\nfg\necho \"code $?\"\n");
    start("bash -m " + script);
    awaitOutput("begun");
    type(CTRL_Z);
    awaitOutput("paused");
    type("hello\n");
    awaitOutput("got hello");
    awaitOutput("code 0");
  }

  private static String agent(String script) {
    return String.join(" ", GroupProcess.command()) + " sh -c '" + script.replace("'", "'\\''") + "'";
  }

  private void start(String command) throws IOException {
    var script = Executable.find("script", Objects.requireNonNullElse(System.getenv("PATH"), ""));
    Assumptions.assumeTrue(script.isPresent(), "script(1) is installed");
    // A test that runs in the background inherits that SIGINT is ignored.
    terminal = new ProcessBuilder("env", "--default-signal=INT", script.get().toString(), "-qec", command, "/dev/null")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output").toFile()).start();
  }

  private void type(String text) throws IOException {
    terminal.getOutputStream().write(text.getBytes());
    terminal.getOutputStream().flush();
  }

  private void awaitOutput(String text) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(50, TimeUnit.MILLISECONDS)
        .untilAsserted(() -> assertThat(Files.readString(directory.resolve("output"))).contains(text));
  }
}
