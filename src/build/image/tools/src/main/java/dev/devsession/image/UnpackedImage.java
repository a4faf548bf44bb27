package dev.devsession.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An image archive, as Docker would load it, unpacked to a directory.
 *
 * @param root the image's file tree
 * @param config its configuration, JSON (the format of the OCI image specification)
 */
public record UnpackedImage(Path root, String config) {

  /** Unpacks the layers of {@code tar} in their order below {@code directory}, which must be empty. */
  public static UnpackedImage of(Path tar, Path directory) throws IOException, InterruptedException {
    var archive = Files.createDirectories(directory.resolve("archive"));
    var root = Files.createDirectories(directory.resolve("root"));
    extract(tar, archive);
    for (var layer : strings("Layers", Files.readString(archive.resolve("manifest.json")))) {
      extract(archive.resolve(layer), root);
    }
    return new UnpackedImage(root, Files.readString(archive.resolve("config.json")));
  }

  /** The command that the image runs. */
  public List<String> entrypoint() {
    return strings("Entrypoint", config);
  }

  /** The environment variables that the image sets. */
  public Map<String, String> environment() {
    return strings("Env", config).stream().map(v -> v.split("=", 2)).collect(Collectors.toMap(v -> v[0], v -> v[1]));
  }

  private static List<String> strings(String array, String json) {
    var matcher = Pattern.compile("\"" + array + "\":\\[([^]]*)]").matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no array " + array + " in " + json);
    }
    return List.of(matcher.group(1).replace("\"", "").split(","));
  }

  private static void extract(Path tar, Path directory) throws IOException, InterruptedException {
    var process = new ProcessBuilder("tar", "--warning=no-unknown-keyword", "-xpf", tar.toString(), "-C",
        directory.toString()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("tar couldn't unpack " + tar + ":\n" + output);
    }
  }
}
