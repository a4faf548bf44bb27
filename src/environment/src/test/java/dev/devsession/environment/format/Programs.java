package dev.devsession.environment.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that read what the formats write. */
final class Programs {
  private Programs() {}

  /** Otherwise the test is reported as skipped, with the reason. */
  static void assumeInstalled(String program) {
    Assumptions.assumeTrue(Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))), program + " isn't installed here");
  }

  /** What it prints, which must be all it does; with no other environment if one is given. */
  static String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command);
    if (!environment.isEmpty()) {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
