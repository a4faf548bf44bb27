package dev.devsession.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the operator's own program is started in a process of its own, as fast as the JVM can. */
final class OperatorJvm {
  private static final String MAIN = "dev.devsession.operator.OperatorMain";
  private final Path folder;
  private final List<String> options;
  private final String image;

  /**
   * @param folder for logs and the cache
   * @param options further options of each JVM
   * @param image of the proxies
   */
  OperatorJvm(Path folder, List<String> options, String image) {
    this.folder = folder;
    this.image = image;
    this.options = options;
  }

  String image() {
    return image;
  }

  Path folder() {
    return folder;
  }

  /** The same, but the JVM writes a cache of what it has loaded when it ends, with which others then start. */
  OperatorJvm recording() {
    var recording = new ArrayList<>(options);
    recording.add("-XX:AOTCacheOutput=" + cache());
    return new OperatorJvm(folder, recording, image);
  }

  /** @throws IllegalStateException if no JVM has written the cache */
  void checkCache() {
    if (!Files.exists(cache())) {
      throw new IllegalStateException("No " + cache() + " was written; see the logs beside it.");
    }
  }

  /** @param name of the process; its output is appended to NAME.log */
  Process start(String name, Map<String, String> environment, String... arguments) {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-XX:-UsePerfData"));
    command.addAll(options);
    if (Files.exists(cache())) {
      command.add("-XX:AOTCache=" + cache());
    }
    command.addAll(List.of("-cp", jars(), MAIN));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path cache() {
    return folder.resolve("operator.aot");
  }

  /** A cache of classes knows those from jars alone. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(":")).filter(p -> p.endsWith(".jar"))
        .collect(Collectors.joining(":"));
  }
}
