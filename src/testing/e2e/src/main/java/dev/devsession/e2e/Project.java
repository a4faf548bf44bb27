package dev.devsession.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The checkout that is tested, and its commands. */
public final class Project {
  /** Top folder of the checkout. */
  public static final Path ROOT = Path.of(System.getProperty("devsession.root", ".")).toAbsolutePath().normalize();

  private Project() {}

  public static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  /** The image archives that the build has made. */
  public static List<Path> images() {
    return List.of(path("operator/target/image.tar"), path("src/proxy/target/image.tar"),
        path("src/testing/shop/target/image.tar"));
  }

  /**
   * Runs a command in the checkout to its end; what it says goes to our standard error.
   *
   * @return its standard output
   * @throws IllegalStateException if it fails, with the exit code
   */
  public static String run(Map<String, String> environment, Object... command) {
    var words = new ArrayList<String>();
    for (var word : command) {
      words.add(word.toString());
    }
    try {
      var builder = new ProcessBuilder(words).directory(ROOT.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      var out = new String(process.getInputStream().readAllBytes());
      var code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(String.join(" ", words) + " ended with " + code + "\n" + out);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
