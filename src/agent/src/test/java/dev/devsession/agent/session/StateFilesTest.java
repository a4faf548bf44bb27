package dev.devsession.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
  @TempDir
  private Path directory;

  @Test
  void whatKilledProcessesLeftIsDeletedAndNothingElse() throws Exception {
    var dead = new ProcessBuilder("true").start();
    dead.waitFor();
    var alive = ProcessHandle.current().pid();
    for (var name : List.of("session-uid-1", "names-" + dead.pid(), ".names-" + dead.pid() + ".devsession-lock",
        "names-" + alive, ".names-" + alive + ".devsession-lock", ".%etc%hosts.devsession-journal", "names-of-mine")) {
      Files.writeString(directory.resolve(name), dead.pid() + "\n");
    }
    new StateFiles(directory).sweep();
    assertThat(names()).containsExactlyInAnyOrder("names-" + alive, ".names-" + alive + ".devsession-lock",
        ".%etc%hosts.devsession-journal", "names-of-mine");
  }

  @Test
  void noFolderIsNothingToDelete() {
    var none = new StateFiles(directory.resolve("none"));
    none.sweep();
    assertThat(none.running(directory)).isEmpty();
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
