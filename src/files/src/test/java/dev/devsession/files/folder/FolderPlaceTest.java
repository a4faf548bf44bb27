package dev.devsession.files.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FolderPlaceTest {
  private static final Path HOME = Path.of("/home/ada");
  private static final Path RUNTIME = Path.of("/run/user/1000");
  private static final Path SHARED = Path.of("/dev/shm");

  @Test
  void theUsersRuntimeFolderComesFirst() {
    assertThat(place("Linux", Map.of("XDG_RUNTIME_DIR", "/run/user/1000"), RUNTIME, SHARED))
        .isEqualTo(new FolderPlace(Path.of("/run/user/1000/devsession"), true));
  }

  @Test
  void withoutOneItIsSharedMemoryUnderTheUsersName() {
    assertThat(place("Linux", Map.of("XDG_RUNTIME_DIR", "/run/user/1000"), SHARED))
        .isEqualTo(new FolderPlace(Path.of("/dev/shm/devsession-ada"), true));
    assertThat(place("Linux", Map.of("XDG_RUNTIME_DIR", "relative"), SHARED).inMemory()).isTrue();
  }

  @Test
  void withoutMemoryItIsTheCacheOfTheSystem() {
    assertThat(place("Linux", Map.of())).isEqualTo(new FolderPlace(Path.of("/home/ada/.cache/devsession"), false));
    assertThat(place("Linux", Map.of("XDG_CACHE_HOME", "/big"))).isEqualTo(
        new FolderPlace(Path.of("/big/devsession"), false));
    assertThat(place("Mac OS X", Map.of())).isEqualTo(
        new FolderPlace(Path.of("/home/ada/Library/Caches/devsession"), false));
    assertThat(place("Windows 11", Map.of("LOCALAPPDATA", "/local"))).isEqualTo(
        new FolderPlace(Path.of("/local/devsession"), false));
  }

  private static FolderPlace place(String system, Map<String, String> environment, Path... memory) {
    return FolderPlace.of(environment, system, HOME, "ada", Set.of(memory)::contains);
  }
}
