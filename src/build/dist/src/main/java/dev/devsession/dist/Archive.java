package dev.devsession.dist;

import dev.devsession.image.Trees;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Archives of folders whose bytes depend on nothing but the files' names, contents, and whether they can be run. */
final class Archive {

  /** The time of every file, as of the jars. An AOT cache fits only jars and a runtime of the time that it saw. */
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final int PROGRAM = 0755;

  private static final int FILE = 0644;

  private Archive() {}

  /** Sets the time of all files below to that which they will have when unpacked. */
  static void setTimes(Path folder) throws IOException {
    for (var file : Trees.files(folder)) {
      Files.setLastModifiedTime(file, FileTime.from(TIME));
    }
  }

  /** A tar of the files in a folder. */
  static void tarContent(Path folder, Path archive) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(archive))) {
      tar(folder, folder, out);
    }
  }

  /** A compressed tar of a folder, with the folder's name before those of its files. */
  static void tarGz(Path folder, Path archive) throws IOException {
    var parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
    try (var out = new GzipCompressorOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)),
        parameters)) {
      tar(folder, folder.getParent(), out);
    }
  }

  private static void tar(Path folder, Path base, OutputStream to) throws IOException {
    try (var out = new TarArchiveOutputStream(to)) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var file : all(folder)) {
        String name = base.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
          entry.setLinkName(Files.readSymbolicLink(file).toString());
          put(out, entry);
        } else {
          var entry = new TarArchiveEntry(name);
          entry.setMode(mode(file));
          entry.setSize(Files.size(file));
          put(out, entry);
          Files.copy(file, out);
        }
        out.closeArchiveEntry();
      }
    }
  }

  private static void put(TarArchiveOutputStream out, TarArchiveEntry entry) throws IOException {
    entry.setModTime(FileTime.from(TIME));
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    out.putArchiveEntry(entry);
  }

  /**
   * A zip of the files in a folder.
   *
   * @param base entries are named relative to it
   */
  static void zip(Path folder, Path base, Path archive) throws IOException {
    try (var out = new ZipArchiveOutputStream(archive)) {
      out.setLevel(Deflater.BEST_COMPRESSION);
      for (var file : all(folder)) {
        var entry = new ZipArchiveEntry(base.relativize(file).toString());
        entry.setTime(TIME.toEpochMilli());
        entry.setUnixMode(0100000 | mode(file));
        out.putArchiveEntry(entry);
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
  }

  private static int mode(Path file) {
    return Files.isExecutable(file) ? PROGRAM : FILE;
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
    }
  }
}
