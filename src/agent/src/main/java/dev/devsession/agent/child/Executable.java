package dev.devsession.agent.child;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.OperatingSystem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Finds the file of a program as a shell does. */
public final class Executable {
  private Executable() {}

  /**
   * The file to run.
   *
   * @param program as typed: a path, or a name to look up in PATH
   * @throws AgentException with the exit code that shells give: 127 if there is none, 126 if it can't be run
   */
  public static Path require(String program) {
    refuseOnWindows(program, OperatingSystem.current());
    return require(program, Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin"));
  }

  /** Groups of processes, and the signals that end them, are POSIX's. */
  static void refuseOnWindows(String program, OperatingSystem system) {
    if (system == OperatingSystem.WINDOWS) {
      throw new AgentException(ExitCode.NOT_EXECUTABLE, "cannot run " + program + ": on Windows devsession starts no "
          + "commands. Leave out -- COMMAND and start it in another terminal, with the variables that  devsession env "
          + "SERVICE  prints; or use devsession in WSL");
    }
  }

  static Path require(String program, String searchPath) {
    if (program.contains("/")) {
      var file = Path.of(program);
      if (!Files.exists(file)) {
        throw new AgentException(ExitCode.NO_SUCH_PROGRAM, "cannot run " + program + ": no such file");
      }
      if (!isExecutable(file)) {
        throw new AgentException(ExitCode.NOT_EXECUTABLE, "cannot run " + program
            + (Files.isDirectory(file) ? ": it is a directory" : ": it isn't executable. Allow it with  chmod +x"));
      }
      return file;
    }
    return find(program, searchPath).orElseThrow(() -> new AgentException(ExitCode.NO_SUCH_PROGRAM,
        "cannot run " + program + ": no directory of PATH has such a program"));
  }

  /** A program of PATH, if there is one. */
  static Optional<Path> find(String name, String searchPath) {
    return name.isEmpty()
        ? Optional.empty()
        : Arrays.stream(searchPath.split(File.pathSeparator, -1)).map(directory -> Path.of(directory).resolve(name))
            .filter(Executable::isExecutable).findFirst();
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
