package dev.devsession.bench.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A relay program that runs while its path is open. */
final class Command {
  private Command() {}

  /** Whether it is on the PATH, or in Debian's folders for administrators. */
  static boolean isInstalled(String program) {
    return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Starts it and returns its path once it listens. */
  static ForwardingPath open(String name, List<String> command, Map<String, String> environment, HostAndPort at,
      boolean reverse,
      Path log) throws IOException {
    var process = start(command, environment, log);
    try {
      at.await(process);
    } catch (RuntimeException e) {
      end(process);
      throw new IllegalStateException(name + " can't be measured: " + e.getMessage() + "; what it said: "
          + Files.readString(log).strip(), e);
    }
    return new ForwardingPath(name, at, reverse, Processes.of(process), () -> end(process));
  }

  static void end(Process process) {
    var children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
