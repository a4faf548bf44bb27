package dev.devsession.hollow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One program of the control plane, as a child process that can't outlive this JVM, however this JVM ends. */
final class Part implements AutoCloseable {
  /**
   * Ends the program when our end of the pipe to its standard input closes, which the system does even after a kill.
   */
  private static final String GUARD = "exec 3<&0; \"$@\" 3<&- < /dev/null & program=$!; "
      + "{ cat <&3 > /dev/null; kill -9 $program; } 2> /dev/null & wait $program";
  private final String name;
  private final Path log;
  private final Process process;

  /** Its output is written to {@code NAME.log} in the folder, which is also its current folder. */
  Part(Path folder, Path program, String... arguments) {
    name = program.getFileName().toString();
    log = folder.resolve(name + ".log");
    var command = new ArrayList<>(List.of("sh", "-c", GUARD, name, program.toString()));
    command.addAll(List.of(arguments));
    try {
      process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
          .redirectOutput(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** @throws IllegalStateException if it has ended by itself, with the end of its log */
  void check() {
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " ended with " + process.exitValue() + ": " + lastLines());
    }
  }

  private String lastLines() {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.onExit().join();
  }
}
