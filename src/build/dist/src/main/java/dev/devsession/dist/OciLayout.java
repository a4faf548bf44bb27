package dev.devsession.dist;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An OCI image layout: images of one name for several platforms, under one index.
 *
 * @param folder where it is laid out
 */
record OciLayout(Path folder) {

  private static final String TYPE = "application/vnd.oci.image.";

  /** Where each blob is, named by its digest. */
  private Path blobs() throws IOException {
    return Files.createDirectories(folder.resolve("blobs/sha256"));
  }

  /**
   * Writes the layout.
   *
   * @param name what the index calls the image: repository and tag
   * @param archives unpacked Docker archives of the image, one for each platform
   */
  void write(String name, Iterable<Path> archives) throws IOException {
    var index = Json.object().put("schemaVersion", 2).put("mediaType", TYPE + "index.v1+json");
    var manifests = index.putArray("manifests");
    for (var archive : archives) {
      manifests.add(image(archive));
    }
    var tag = name.substring(name.lastIndexOf(':') + 1);
    var top = Json.object().put("schemaVersion", 2).put("mediaType", TYPE + "index.v1+json");
    var descriptor = blob(Json.bytes(index), "index.v1+json");
    descriptor.putObject("annotations").put("io.containerd.image.name", name)
        .put("org.opencontainers.image.ref.name", tag);
    top.putArray("manifests").add(descriptor);
    Json.write(top, folder.resolve("index.json"));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}", StandardCharsets.UTF_8);
  }

  private ObjectNode image(Path archive) throws IOException {
    var docker = Json.read(archive.resolve("manifest.json")).get(0);
    var config = archive.resolve(docker.get("Config").asText());
    var manifest = Json.object().put("schemaVersion", 2).put("mediaType", TYPE + "manifest.v1+json");
    manifest.set("config", blob(Files.readAllBytes(config), "config.v1+json"));
    var layers = manifest.putArray("layers");
    for (var layer : docker.get("Layers")) {
      var file = archive.resolve(layer.asText());
      var descriptor = blob(Files.readAllBytes(file), "layer.v1.tar+gzip");
      layers.add(descriptor);
    }
    var descriptor = blob(Json.bytes(manifest), "manifest.v1+json");
    var platform = Json.read(config);
    descriptor.putObject("platform").put("architecture", platform.get("architecture").asText()).put("os",
        platform.get("os").asText());
    return descriptor;
  }

  private ObjectNode blob(byte[] content, String type) throws IOException {
    String digest = Digest.of(content);
    var file = blobs().resolve(digest);
    if (!Files.exists(file)) {
      var part = file.resolveSibling(digest + ".part");
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Json.object().put("mediaType", TYPE + type).put("digest", "sha256:" + digest).put("size", content.length);
  }
}
