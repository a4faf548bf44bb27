package dev.devsession.image;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An image's program, ready to start.
 *
 * @param command starts it; without arguments
 * @param directory where files for it can be put
 * @param seenAs the same directory, as the program sees it
 * @param log its output is appended to this file
 */
public record Program(List<String> command, Path directory, String seenAs, Path log) {

  /** Starts the program with arguments and additional environment variables. */
  public ImageProcess start(List<String> args, Map<String, String> environment) throws IOException {
    var line = new ArrayList<>(command);
    line.addAll(args);
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new ImageProcess(builder.start());
  }

  /** Copies a file to where the program can read it, and returns its path for the program. */
  public String file(String name, String content) throws IOException {
    Files.writeString(Files.createDirectories(directory).resolve(name), content);
    return seenAs + "/" + name;
  }
}
