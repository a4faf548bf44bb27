package dev.devsession.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What Krew's index says of the kubectl plugin: where each platform's archive is, and its checksum. */
record KrewManifest(Checkout checkout, String download) {

  private static final Map<String, String> OS = Map.of("macos", "darwin");

  private static final String PLATFORM = """
        - selector:
            matchLabels:
              os: %s
              arch: %s
          uri: %s/%s
          sha256: %s
          files:
            - from: "%s/*"
              to: "."
          bin: bin/%s
      """;

  /**
   * Writes {@code devsession.yaml}, as Krew's index names it.
   *
   * @param archives the agent's archives
   */
  Path write(Path folder, Map<Platform, Path> archives) throws IOException {
    var text = new StringBuilder(checkout.template("krew.yaml"));
    for (var platform : Platform.ALL) {
      var archive = archives.get(platform);
      var name = archive.getFileName().toString();
      text.append(PLATFORM.formatted(OS.getOrDefault(platform.os(), platform.os()), platform.architecture(), download,
          name, Digest.of(archive), name.replaceFirst("\\.(tar\\.gz|zip)$", ""),
          platform.isWindows() ? "kubectl-devsession.cmd" : "kubectl-devsession"));
    }
    var file = folder.resolve("devsession.yaml");
    Files.writeString(file, text);
    return file;
  }
}
