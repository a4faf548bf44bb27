package dev.devsession.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Go programs of the suites, built from pinned modules.
 *
 * @param folder where they are
 */
public record SuitePrograms(Path folder) {
  private static final Path MODULE = Path.of("src/testing/conformance/programs");

  /** How a program ended. */
  record Ended(int exitCode, String output) {}

  /** @param checkout the project's top folder */
  public static SuitePrograms build(Path checkout) throws IOException, InterruptedException {
    var module = checkout.resolve(MODULE);
    var folder = Files.createDirectories(module.resolveSibling("target").resolve("programs"));
    var go = new ProcessBuilder("go", "build", "-trimpath", "-buildvcs=false", "-o", folder + "/", "./upstream",
        "./grpccases", "github.com/summerwind/h2spec/cmd/h2spec").directory(module.toFile()).redirectErrorStream(true);
    var built = run(go, 600);
    if (built.exitCode() != 0) {
      throw new IllegalStateException("the suites' programs can't be built: " + built.output());
    }
    return new SuitePrograms(folder);
  }

  Process start(Map<String, String> environment, String name, String... arguments) throws IOException {
    var builder = new ProcessBuilder(command(name, arguments)).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs one of them to its end. */
  Ended run(String name, String... arguments) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command(name, arguments)).redirectErrorStream(true), 300);
  }

  /** Runs a program of the system to its end. */
  static Ended system(String... command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command).redirectErrorStream(true), 300);
  }

  private List<String> command(String name, String... arguments) {
    var command = new ArrayList<>(List.of(folder.resolve(name).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Ended run(ProcessBuilder builder, int seconds) throws IOException, InterruptedException {
    var output = Files.createTempFile("program", ".out");
    try {
      var process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return new Ended(-1, "still running after " + seconds + " s: " + text(output));
      }
      return new Ended(process.exitValue(), text(output));
    } finally {
      Files.delete(output);
    }
  }

  private static String text(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }
}
