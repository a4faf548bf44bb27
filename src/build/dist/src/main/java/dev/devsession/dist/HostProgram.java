package dev.devsession.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program of the building machine. */
final class HostProgram {

  private HostProgram() {}

  /** What it prints; it must succeed. Its error messages go to this process's. */
  static String output(List<String> words) throws IOException, InterruptedException {
    return output(words, ProcessBuilder.Redirect.INHERIT);
  }

  /** The same, with the messages elsewhere. */
  static String output(List<String> words, ProcessBuilder.Redirect messages) throws IOException, InterruptedException {
    var process = new ProcessBuilder(words).redirectError(messages).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "exit code " + process.exitValue() + " instead of 0 from: " + String.join(" ", words));
    }
    return output;
  }
}
