package dev.devsession.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory as kubelet mounts a ConfigMap: the key is a link into ..data, which is a link that changes atomically.
 */
final class ConfigMapVolume {

  private final Path directory;
  private int version;

  ConfigMapVolume(Path directory) {
    this.directory = directory;
  }

  Path file() {
    return directory.resolve("routes.properties");
  }

  /** Writes a new version of the key; null removes the key. */
  ConfigMapVolume write(String routes) {
    try {
      var data = Files.createDirectory(directory.resolve("..version_" + version++));
      if (routes != null) {
        Files.writeString(data.resolve("routes.properties"), routes);
      }
      var link = Files.createSymbolicLink(directory.resolve("..data_tmp"), data.getFileName());
      Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      if (version == 1) {
        Files.createSymbolicLink(file(), Path.of("..data", "routes.properties"));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
