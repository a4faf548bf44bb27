package dev.devsession.files.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What there is on a machine. */
interface MachineFolders {
  /** The true path, without links, of a file or folder; empty if there is none. */
  Optional<Path> real(Path path);

  boolean isFolder(Path path);

  /** Whether the user may make files there, so that a copy would swallow them. */
  boolean isUsers(Path folder);

  /** Those of this machine. */
  static MachineFolders here() {
    return new MachineFolders() {
      @Override
      public Optional<Path> real(Path path) {
        try {
          return Optional.of(path.toRealPath());
        } catch (IOException e) {
          return Optional.empty();
        }
      }

      @Override
      public boolean isFolder(Path path) {
        return Files.isDirectory(path);
      }

      @Override
      public boolean isUsers(Path folder) {
        return folder.startsWith(System.getProperty("user.home")) || folder.startsWith("/tmp")
            || folder.startsWith("/var/tmp") || folder.startsWith("/dev")
            || Files.isWritable(folder) && !System.getProperty("user.name").equals("root");
      }
    };
  }
}
