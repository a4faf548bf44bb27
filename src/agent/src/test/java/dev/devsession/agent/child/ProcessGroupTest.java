package dev.devsession.agent.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessGroupTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir
  private Path directory;

  @Test
  void theExitCodeIsThatOfAShell() {
    assertThat(sh("exit 7").ended().join()).isEqualTo(7);
    assertThat(sh("kill -s KILL $$").ended().join()).isEqualTo(137);
  }

  @Test
  void aScriptWithoutAnInterpreterIsOneForTheShell() throws IOException {
    var program = ExecutableTest.program(directory.resolve("serve"));
    assertThat(ProcessGroup.start(program, List.of("serve"), Map.of(), List.of()).ended().join()).isEqualTo(5);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itHasTheEnvironmentAndNoOpenFileOfTheAgent() throws Exception {
    var seen = directory.resolve("seen");
    try (var _ = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(sh("ls /proc/$$/fd >" + seen + "; echo \"PATH=$PATH\" >>" + seen).ended().join()).isZero();
    }
    var lines = Files.readAllLines(seen);
    assertThat(lines).contains("PATH=" + System.getenv("PATH"));
    // The shell keeps copies of what it redirects at 10 and above.
    assertThat(lines.subList(0, lines.size() - 1)).allMatch(fd -> Integer.parseInt(fd) < 3 || fd.equals("10"));
  }

  @Test
  void itsOwnVariablesReplaceThoseOfTheAgentAndTheOthersStay() throws Exception {
    var file = directory.resolve("variables");
    var home = System.getenv("HOME");

    var group = ProcessGroup.start(Path.of("/bin/sh"),
        List.of("sh", "-c", "cat /proc/$$/environ >" + file + "; test \"$HOME\" = '" + home + "'"),
        Map.of("PATH", System.getenv("PATH") + ":/é", "a.b-c", "two\nlines"), List.of());

    assertThat(group.ended().join()).isZero();
    assertThat(Files.readString(file).split("\0")).contains("PATH=" + System.getenv("PATH") + ":/é",
        "a.b-c=two\nlines").filteredOn(v -> v.startsWith("PATH=")).hasSize(1);
  }

  @Test
  void itsOutputGoesToTheFilesThatAreGiven() throws Exception {
    var output = Files.createFile(directory.resolve("output"));
    var errors = Files.createFile(directory.resolve("errors"));

    var group = ProcessGroup.start(Path.of("/bin/sh"), List.of("sh", "-c", "echo done; echo but >&2"), Map.of(),
        List.of(output, errors));

    assertThat(group.ended().join()).isZero();
    assertThat(output).hasContent("done");
    assertThat(errors).hasContent("but");
  }

  @Test
  void itsChildrenEndWithIt() throws Exception {
    var group = sh("sleep 300 & echo $! >" + directory.resolve("child") + "; wait");
    var child = child();
    assertThat(group.end(LONG)).as("killed").isFalse();
    assertThat(group.ended().join()).isEqualTo(143);
    awaitEnd(child);
  }

  @Test
  void childrenThatItLeftBehindEndToo() throws Exception {
    var group = sh("sleep 300 & echo $! >" + directory.resolve("child"));
    assertThat(group.ended().join()).isZero();
    var child = child();
    assertThat(GroupMembers.run(Math.toIntExact(child.pid()))).as("no group of its own").isFalse();
    assertThat(group.end(LONG)).isFalse();
    awaitEnd(child);
  }

  @Test
  void whatDoesNotEndIsKilledAndThatIsTold() throws Exception {
    var group = sh("trap '' TERM; sleep 300 & echo $! >" + directory.resolve("child") + "; wait");
    var child = child();
    assertThat(group.end(Duration.ofMillis(300))).as("killed").isTrue();
    assertThat(group.ended().join()).isEqualTo(137);
    awaitEnd(child);
  }

  @Test
  void aKilledAgentTakesItAndItsChildrenAlong() throws Exception {
    var child = directory.resolve("child");
    var command = new ArrayList<>(GroupProcess.command());
    command.addAll(List.of("sh", "-c", "sleep 300 & echo $! >" + child + "; wait"));
    var agent = new ProcessBuilder(command).inheritIO().start();
    var orphan = child();
    var leader = orphan.parent().orElseThrow();
    // As long as the pid is still to be handed to the guard, there is nothing to see of it.
    await().until(() -> agent.children().anyMatch(c -> c.pid() != leader.pid()));
    agent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    awaitEnd(leader);
    awaitEnd(orphan);
  }

  private ProcessGroup sh(String script) {
    return ProcessGroup.start(Path.of("/bin/sh"), List.of("sh", "-c", script), Map.of(), List.of());
  }

  /** The process whose pid a script has written. */
  private ProcessHandle child() {
    var file = directory.resolve("child");
    await().atMost(LONG).until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    await().atMost(LONG).until(() -> !process.isAlive());
  }
}
