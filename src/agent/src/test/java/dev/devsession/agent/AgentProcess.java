package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent as its user runs it: the launcher, in a process of its own. */
final class AgentProcess implements AutoCloseable {

  private final Process process;
  private final Path output;

  private AgentProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static AgentProcess start(Path kubeconfig, Path hosts, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--hosts-file", hosts.toString()));
    arguments.addAll(options);
    return start("hosts", kubeconfig, arguments);
  }

  /** How a run ended. */
  record Run(int code, String output) {}

  /** Runs to the end, with the kubeconfig in the environment. */
  static Run run(Path kubeconfig, String... arguments) throws Exception {
    try (var agent = launch(kubeconfig, List.of(arguments))) {
      return new Run(agent.exitCode(), agent.output());
    }
  }

  static AgentProcess start(String subcommand, Path kubeconfig, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(subcommand, "--kubeconfig", kubeconfig.toString()));
    all.addAll(arguments);
    return launch(kubeconfig, all);
  }

  private static AgentProcess launch(Path kubeconfig, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of("devsession").toAbsolutePath().toString()));
    command.addAll(arguments);
    Path output = Files.createTempFile(kubeconfig.getParent(), "agent", ".out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("XDG_STATE_HOME", kubeconfig.resolveSibling("state").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return new AgentProcess(builder.start(), output);
  }

  long pid() {
    return process.pid();
  }

  /** All it has printed so far. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** Ends by SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** Ends by SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it and what it started by SIGKILL, as when the machine loses power. */
  void killWithChildren() {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
    kill();
  }

  /** Waits for the end. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the agent ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
