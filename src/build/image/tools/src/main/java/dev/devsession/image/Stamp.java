package dev.devsession.image;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Records the inputs of an output, so that a build repeats it only when one of them has changed. */
final class Stamp {

  private final Path file;

  private final String digest;

  /**
   * @param file holds the record; delete it to build the output again
   * @param words inputs that are short
   * @param paths inputs that are files or directories, by name and content
   */
  Stamp(Path file, List<String> words, List<Path> paths) throws IOException {
    this.file = file;
    digest = digest(words, paths);
  }

  /** The directory or jar that a class was loaded from. */
  static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isCurrent() throws IOException {
    return Files.exists(file) && Files.readString(file).equals(digest);
  }

  void write() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, digest);
  }

  private static String digest(List<String> words, List<Path> paths) throws IOException {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var word : words) {
        sha.update((word + "\0").getBytes(StandardCharsets.UTF_8));
      }
      for (var path : paths) {
        for (var input : Trees.files(path)) {
          sha.update((path.relativize(input) + "\0").getBytes(StandardCharsets.UTF_8));
          sha.update(Files.readAllBytes(input));
        }
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
