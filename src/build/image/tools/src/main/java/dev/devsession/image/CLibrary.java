package dev.devsession.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Copies the parts of a C library that a Java runtime needs into an image without a base image. */
final class CLibrary {

  /** A line of {@code ldd}: either {@code name => /path (0x…)} or, for the loader, {@code /path (0x…)}. */
  private static final Pattern LIBRARY = Pattern.compile("\\s(/\\S+) \\(0x");

  /** A line of {@code readelf --dynamic}. */
  private static final Pattern NEEDED = Pattern.compile("\\(NEEDED\\).*\\[(.*)]");

  private CLibrary() {}

  /** Copies what the native files under {@code jre} link to, each to where the loader will look for it. */
  static void copyFor(Path jre, Path root) throws IOException, InterruptedException {
    for (var library : outside(jre.toAbsolutePath(), ldd(Elf.filesIn(jre)))) {
      var copy = root.resolve(library.substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(library), copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Copies what the native files under {@code jre}, which are of another architecture, link to.
   *
   * @param libc Debian's package of that architecture's C library
   */
  static void copyFrom(Path libc, Path jre, Path root) throws IOException, InterruptedException {
    var unpacked = Files.createTempDirectory("devsession-libc");
    try {
      output(List.of("dpkg-deb", "--extract", libc.toString(), unpacked.toString()));
      for (var file : Trees.files(unpacked.resolve("lib"))) {
        String name = file.getFileName().toString();
        if (needed(jre).contains(name)) {
          // The loader is at a place that programs name; the libraries are where it looks for them.
          var copy = name.startsWith("ld-") ? Path.of("lib", name) : unpacked.relativize(file);
          Files.createDirectories(root.resolve(copy).getParent());
          Files.copy(file, root.resolve(copy), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } finally {
      Trees.delete(unpacked);
    }
  }

  private static Set<String> needed(Path jre) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("readelf", "--dynamic", "--wide"));
    Elf.filesIn(jre).forEach(file -> command.add(file.toString()));
    var needed = new TreeSet<String>();
    NEEDED.matcher(output(command)).results().map(match -> match.group(1)).forEach(needed::add);
    return needed;
  }

  static Set<String> outside(Path jre, String ldd) {
    var libraries = new TreeSet<String>();
    LIBRARY.matcher(ldd).results().map(match -> match.group(1))
        .filter(library -> !Path.of(library).normalize().startsWith(jre)).forEach(libraries::add);
    return libraries;
  }

  private static String ldd(List<Path> files) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("ldd"));
    files.forEach(file -> command.add(file.toAbsolutePath().toString()));
    return output(command);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command.getFirst() + " failed:\n" + output);
    }
    return output;
  }
}
