package dev.devsession.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds native programs and libraries, and makes them smaller. */
public final class Elf {

  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  private Elf() {}

  static List<Path> filesIn(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(Elf::isNative).sorted().toList();
    }
  }

  /**
   * Removes symbols, which only native debuggers need. Without binutils the runtime is some megabytes larger.
   *
   * @param program binutils' {@code strip}, or its namesake for another architecture
   */
  public static void strip(String program, Path runtime) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(program, "--strip-unneeded"));
    filesIn(runtime).forEach(file -> command.add(file.toString()));
    if (command.size() == 2) {
      return;
    }
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException(program + " failed; it says why above");
      }
    } catch (IOException e) {
      System.out.println("The runtime keeps its symbols: " + e.getMessage());
    }
  }

  private static boolean isNative(Path file) {
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
