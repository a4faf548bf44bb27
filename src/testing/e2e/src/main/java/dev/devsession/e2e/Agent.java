package dev.devsession.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The devsession command as a process, with a hosts file of its own. */
public final class Agent implements AutoCloseable {
  /** The agent of this build. */
  public static final Path OWN = Project.path("src/agent/devsession");
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private Agent(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /** @param arguments such as {@code connect ada} */
  public static Agent start(Installation installation, Path kubeconfig, String... arguments) {
    return start(installation, OWN, Map.of("KUBECONFIG", kubeconfig.toString()), arguments);
  }

  /**
   * Starts an agent as on another machine: agents of one machine find each other in a folder, and this one has its own.
   */
  public static Agent startElsewhere(Installation installation, Path kubeconfig, Path folder, String... arguments) {
    return startElsewhere(installation, OWN, kubeconfig, folder, arguments);
  }

  /** @param launcher the command of this build's agent, {@link #OWN}, or of another's */
  public static Agent startElsewhere(Installation installation, Path launcher, Path kubeconfig, Path folder,
      String... arguments) {
    return start(installation, launcher,
        Map.of("KUBECONFIG", kubeconfig.toString(), "XDG_STATE_HOME", folder.toString()), arguments);
  }

  private static Agent start(Installation installation, Path launcher, Map<String, String> environment,
      String... arguments) {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(installation.cluster.environment());
    builder.environment().putAll(environment);
    try {
      return new Agent(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of its output so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Types a line at its terminal. */
  public void type(String line) {
    try {
      var terminal = process.outputWriter();
      terminal.write(line + "\n");
      terminal.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** As kill -9 does it. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends a signal, such as STOP or INT. */
  public void signal(String name) {
    Project.run(Map.of(), "kill", "-" + name, process.pid());
  }

  /** Waits until it has ended and all its output is read. @return its exit code */
  public int awaitEnd() {
    try {
      if (!process.waitFor(DeployedShop.PATIENCE, TimeUnit.SECONDS)
          || !reader.join(Duration.ofSeconds(DeployedShop.PATIENCE))) {
        throw new AssertionError("the agent doesn't end; its output:\n" + String.join("\n", lines));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(line -> {
        lines.add(line);
        System.err.println("  agent " + process.pid() + ": " + line);
      });
    } catch (IOException | UncheckedIOException e) {
      // It has ended.
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      signal("CONT");
      process.destroy();
      awaitEnd();
    }
  }
}
