package dev.devsession.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Finds native programs and libraries. */
final class Elf {

  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  private Elf() {}

  static List<Path> filesIn(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(Elf::isNative).sorted().toList();
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
