package dev.devsession.dist;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Jars without compression. In an archive that is compressed as a whole they take a quarter less than compressed jars,
 * and classes are loaded sooner.
 */
final class StoredJar {

  private StoredJar() {}

  /** Copies a jar with its entries stored, and its classes as an AOT cache can hold them. */
  static void copy(Path jar, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (var in = new ZipFile(jar.toFile());
        var classes = new URLClassLoader(new URL[]{jar.toUri().toURL()}, null);
        var out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (var entry : in.stream().filter(e -> !e.isDirectory()).toList()) {
        try (var content = in.getInputStream(entry)) {
          byte[] bytes = content.readAllBytes();
          if (entry.getName().endsWith(".class")) {
            bytes = OldClass.upgrade(bytes, classes);
          }
          out.putNextEntry(stored(entry.getName(), bytes));
          out.write(bytes);
          out.closeEntry();
        }
      }
    }
  }

  private static ZipEntry stored(String name, byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    // Without a zone: the same bytes wherever it is built.
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    return entry;
  }
}
