package dev.devsession.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Links Java runtimes that hold only the modules that a program needs. */
public final class Jlink {

  /** Class files compressed in the runtime would compress less in an archive, and start slower: hence zip-0. */
  static final List<String> OPTIONS = List.of("--compress", "zip-0", "--vm", "server", "--strip-java-debug-attributes",
      "--no-header-files", "--no-man-pages");

  private Jlink() {}

  /** Links a runtime for this platform, from the JDK that runs this. */
  public static void link(List<String> modules, Path output) {
    link(modules, output, List.of());
  }

  /**
   * Links a runtime for another platform. The classes for method handles, which jlink makes otherwise, are already in
   * modules of a linked runtime; jlink would make them with or without debug attributes, as chance has it.
   *
   * @param jmods the folder of its modules, of the same feature release as the JDK that runs this
   */
  public static void link(List<String> modules, Path output, Path jmods) {
    link(modules, output, List.of("--module-path", jmods.toString(), "--disable-plugin", "generate-jli-classes"));
  }

  private static void link(List<String> modules, Path output, List<String> from) {
    var command = new ArrayList<>(OPTIONS);
    command.addAll(from);
    command.addAll(List.of("--add-modules", String.join(",", modules), "--output", output.toString()));
    run("jlink", command);
  }

  /** Runs a tool of the JDK. */
  static void run(String name, List<String> arguments) {
    var tool = ToolProvider.findFirst(name)
        .orElseThrow(() -> new IllegalStateException(
            System.getProperty("java.home") + " has no " + name + ": a whole JDK is needed, not only a runtime"));
    if (tool.run(System.out, System.err, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException(name + " failed; it says why above");
    }
  }
}
