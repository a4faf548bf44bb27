package dev.devsession.dist;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** The files of a release, and what describes them: manifest.json, an SBOM for each, SHA256SUMS. */
final class ReleaseFiles {

  private final Path folder;
  private final String version;
  private final ArrayNode artefacts = Json.MAPPER.createArrayNode();

  ReleaseFiles(Path folder, String version) {
    this.folder = folder;
    this.version = version;
  }

  Path folder() {
    return folder;
  }

  /**
   * Notes a file that is in the folder.
   *
   * @param differsBy what in it differs from build to build; null if it is always the same
   */
  void add(Path file, String kind, String platform, String differsBy, Sbom sbom) throws IOException {
    String name = file.getFileName().toString();
    sbom.write(folder.resolve(name + ".cdx.json"));
    var artefact = artefacts.addObject().put("file", name).put("kind", kind).put("platform", platform)
        .put("size", Files.size(file)).put("sha256", Digest.of(file)).put("sbom", name + ".cdx.json")
        .put("reproducible", differsBy == null);
    if (differsBy != null) {
      artefact.put("differsBy", differsBy);
    }
    System.out.printf("%,12d  %s%n", Files.size(file), name);
  }

  /** Writes the manifest, and the checksums of all. */
  void finish() throws IOException {
    var manifest = Json.object().put("name", "devsession").put("version", version);
    manifest.set("artefacts", artefacts);
    Json.write(manifest, folder.resolve("manifest.json"));
    var sums = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        sums.put(file.getFileName().toString(), Digest.of(file));
      }
    }
    var lines = new StringBuilder();
    sums.forEach((name, sum) -> lines.append(sum).append("  ").append(name).append('\n'));
    Files.writeString(folder.resolve("SHA256SUMS"), lines);
  }
}
