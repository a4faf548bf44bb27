package dev.devsession.chart;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs helm and kubectl as a user does, from the folder that {@code src/testing/cluster/build} prints. */
final class Tool {
  record Result(int exit, String out, String err) {
    /** The output of a command that must succeed. */
    String orFail() {
      if (exit != 0) {
        throw new AssertionError("exit " + exit + ": " + err);
      }
      return out;
    }
  }

  private static final Path BIN = Path
      .of(run(Map.of(), "../src/testing/cluster/build", "helm", "kubectl").orFail().strip());

  private Tool() {}

  static Result helm(String... args) {
    return helm(Map.of(), args);
  }

  static Result helm(Map<String, String> env, String... args) {
    return run(env, prepend(BIN.resolve("helm").toString(), args));
  }

  static Result kubectl(Map<String, String> env, String... args) {
    return run(env, prepend(BIN.resolve("kubectl").toString(), args));
  }

  /** Runs a command from a document. */
  static Result shell(Map<String, String> env, String script) {
    var path = BIN + File.pathSeparator + System.getenv("PATH");
    var all = new java.util.HashMap<>(env);
    all.put("PATH", path);
    return run(all, "bash", "-euo", "pipefail", "-c", script);
  }

  static Result run(Map<String, String> env, String... command) {
    try {
      var err = Files.createTempFile("err", null);
      try {
        var builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(env);
        var process = builder.start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String[] prepend(String program, String... args) {
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(args));
    return command.toArray(String[]::new);
  }
}
