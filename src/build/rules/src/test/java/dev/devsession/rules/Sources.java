package dev.devsession.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Java sources of the checkout, without tests. */
final class Sources {
  static final Path TOP = Path.of(System.getProperty("devsession.root", "../../..")).toAbsolutePath().normalize();
  private static final Path MAIN = Path.of("src/main/java");

  private Sources() {}

  /** Those of the shipped modules. */
  static List<Path> product() throws IOException {
    return all().stream().filter(file -> !in(file, "src/testing") && !in(file, "src/build")).toList();
  }

  /** Also those of the modules that test, measure and build. */
  static List<Path> all() throws IOException {
    try (var files = Files.walk(TOP)) {
      return files.filter(file -> file.toString().endsWith(".java") && file.toString().contains("/" + MAIN + "/"))
          .filter(file -> !file.getFileName().toString().equals("package-info.java")).toList();
    }
  }

  private static boolean in(Path file, String folder) {
    return file.startsWith(TOP.resolve(folder));
  }
}
