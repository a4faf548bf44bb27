package dev.devsession.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Makes the file tree that is the same in all images: the Java runtime in {@code /jre}, the C library, and the user
 * whom the programs run as. A shared tree, so that a node stores and reads it once.
 */
final class BuildRuntime {

  private static final String MODULES = String.join(",", //
      "java.logging", "java.net.http", // the Kubernetes client and its transport
      "java.management", "java.naming", "java.xml", // metrics, logback
      "jdk.httpserver", // health and metrics endpoints, the shop
      "jdk.net", "jdk.unsupported"); // Netty

  /** Class files compressed in the runtime would compress less in the layer, and start slower: hence zip-0. */
  private static final List<String> JLINK = List.of("--add-modules", MODULES, "--compress", "zip-0", "--vm", "server",
      "--strip-java-debug-attributes", "--no-header-files", "--no-man-pages");

  private BuildRuntime() {}

  public static void main(String... args) throws IOException, InterruptedException {
    var root = Path.of(args[0]);
    var stamp = new Stamp(root.resolveSibling(root.getFileName() + ".stamp"),
        List.of(Runtime.version().toString(), System.getProperty("os.arch"), JLINK.toString()),
        List.of(Stamp.codeOf(BuildRuntime.class)));
    if (stamp.isCurrent()) {
      return;
    }
    System.out.println("Linking a Java " + Runtime.version() + " runtime, once");
    Trees.delete(root);
    var jre = root.resolve("jre");
    link(jre);
    strip(jre);
    Files.delete(jre.resolve("bin/keytool"));
    Files.deleteIfExists(jre.resolve("bin/jwebserver"));
    CLibrary.copyFor(jre, root);
    users(root.resolve("etc"));
    stamp.write();
  }

  private static void link(Path jre) {
    var command = new ArrayList<>(JLINK);
    command.addAll(List.of("--output", jre.toString()));
    var jlink = ToolProvider.findFirst("jlink")
        .orElseThrow(() -> new IllegalStateException(
            System.getProperty("java.home") + " has no jlink: a whole JDK is needed, not only a runtime"));
    if (jlink.run(System.out, System.err, command.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("jlink failed; it says why above");
    }
  }

  /** Only native debuggers need symbols. Without binutils the images are some megabytes larger. */
  private static void strip(Path jre) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("strip", "--strip-unneeded"));
    Elf.filesIn(jre).forEach(file -> command.add(file.toString()));
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException("strip failed; it says why above");
      }
    } catch (IOException e) {
      System.out.println("The runtime keeps its symbols: " + e.getMessage());
    }
  }

  private static void users(Path etc) throws IOException {
    Files.createDirectories(etc);
    Files.writeString(etc.resolve("passwd"), "devsession:x:65532:65532::/:/nonexistent\n");
    Files.writeString(etc.resolve("group"), "devsession:x:65532:\n");
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
  }
}
