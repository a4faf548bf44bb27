package dev.devsession.files.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the folders of sessions live: in memory, where the system has a place for that.
 *
 * @param inMemory whether it is gone with the power
 */
record FolderPlace(Path base, boolean inMemory) {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** That of this user on this system. */
  static FolderPlace ofUser() {
    return of(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")),
        System.getProperty("user.name"), FolderPlace::isMemory);
  }

  interface MemoryCheck {
    boolean holds(Path folder);
  }

  static FolderPlace of(Map<String, String> environment, String system, Path home, String user, MemoryCheck memory) {
    var runtime = absolute(environment.get("XDG_RUNTIME_DIR"));
    return Stream.of(runtime.map(folder -> folder.resolve("devsession")),
        Optional.of(SHARED_MEMORY.resolve("devsession-" + user)))
        .flatMap(Optional::stream).filter(folder -> memory.holds(folder.getParent())).findFirst()
        .map(folder -> new FolderPlace(folder, true))
        .orElseGet(() -> new FolderPlace(cache(environment, system, home).resolve("devsession"), false));
  }

  private static Path cache(Map<String, String> environment, String system, Path home) {
    if (system.startsWith("Windows")) {
      return absolute(environment.get("LOCALAPPDATA")).orElseGet(() -> home.resolve("AppData").resolve("Local"));
    }
    return absolute(environment.get("XDG_CACHE_HOME")).orElseGet(
        () -> system.startsWith("Mac") ? home.resolve("Library").resolve("Caches") : home.resolve(".cache"));
  }

  private static Optional<Path> absolute(String folder) {
    return Optional.ofNullable(folder).map(Path::of).filter(Path::isAbsolute);
  }

  private static boolean isMemory(Path folder) {
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(folder)
          && Files.getFileStore(folder).type().equals("tmpfs");
    } catch (IOException e) {
      return false;
    }
  }
}
