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

/** Copies the parts of this machine's C library that a Java runtime needs into an image without a base image. */
final class CLibrary {

  /** A line of {@code ldd}: either {@code name => /path (0x…)} or, for the loader, {@code /path (0x…)}. */
  private static final Pattern LIBRARY = Pattern.compile("\\s(/\\S+) \\(0x");

  private CLibrary() {}

  /** Copies what the native files under {@code jre} link to, each to where the loader will look for it. */
  static void copyFor(Path jre, Path root) throws IOException, InterruptedException {
    for (var library : outside(jre.toAbsolutePath(), ldd(Elf.filesIn(jre)))) {
      var copy = root.resolve(library.substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(library), copy, StandardCopyOption.REPLACE_EXISTING);
    }
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
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("ldd failed on the linked runtime:\n" + output);
    }
    return output;
  }
}
