package dev.devsession.files.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.console.AgentException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real kernel: as this user, and, where this user is root, also as one without rights. */
@EnabledOnOs(OS.LINUX)
class MountedCommandTest {
  private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount";
  /** What runs the process in a place where it may not make namespaces. */
  private List<String> forbidden = List.of();
  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @EnabledIf("isRoot")
  void filesAreAtTheirPathsWhetherTheseExistOrNot(boolean plainUser) throws Exception {
    var run = run(plainUser, List.of("/etc/devsession-tls=one", "/devsession-config/deep=two", TOKEN + "=three",
        "/etc/ssl=four"),
        "cat /etc/devsession-tls/value /devsession-config/deep/value " + TOKEN
            + "/value /etc/ssl/value; test -e /etc/passwd && ls -d /proc/self/exe /dev/null >/dev/null; pwd; id -u");

    assertThat(run).isEqualTo("onetwothreefour" + folder + "\n" + (plainUser ? "65534" : "0") + "\n");
    assertThat(Path.of("/devsession-config")).doesNotExist();
    assertThat(Path.of("/etc/devsession-tls")).doesNotExist();
  }

  @Test
  @EnabledIf("isRoot")
  void aFileThatIsReplacedOnTheMachineIsNewInsideToo() throws Exception {
    var hosts = Files.writeString(Path.of("/etc/devsession-test-hosts"), "old\n");
    try {
      var process = start(true, List.of("/etc/devsession-tls=one"), "cat " + hosts + "; read go; cat " + hosts);
      var lines = process.inputReader();
      assertThat(lines.readLine()).isEqualTo("old");

      Files.move(Files.writeString(hosts.resolveSibling("devsession-test-next"), "new\n"), hosts,
          StandardCopyOption.ATOMIC_MOVE);
      process.outputWriter().append("\n").close();

      assertThat(lines.readLine()).isEqualTo("new");
    } finally {
      Files.delete(hosts);
    }
  }

  @Test
  @EnabledIf("isRoot")
  void theCommandHasNoRightsThatItsUserLacks() throws Exception {
    var run = run(true, List.of("/etc/devsession-tls=one"),
        "umount /etc/devsession-tls 2>/dev/null || echo refused; touch /etc/new 2>/dev/null || echo refused; "
            + "grep CapEff /proc/self/status");

    assertThat(run).isEqualTo("refused\nrefused\nCapEff:\t0000000000000000\n");
  }

  /** Which a shell on the way would drop. */
  @Test
  @EnabledIf("isRoot")
  void variablesWithOddNamesReachTheCommand() throws Exception {
    assertThat(run(true, List.of("/etc/devsession-tls=one"), "tr '\\0' '\\n' </proc/$$/environ | grep odd"))
        .isEqualTo("odd.name-x=kept\n");
  }

  @Test
  @EnabledIf("isRoot")
  void theExitCodeIsTheCommands() throws Exception {
    assertThat(run(true, List.of("/etc/devsession-tls=one"), "exit 42")).isEqualTo("[42]");
  }

  @Test
  @EnabledIf("isRoot")
  void whereTheKernelForbidsItItsOwnWordsAreTheReason() throws Exception {
    forbidden = List.of("unshare", "--user", "--map-current-user", "--keep-caps", "--", "sh", "-c",
        "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"", "sh");

    assertThat(run(true, List.of("/etc/devsession-tls=one"), "echo started"))
        .isEqualTo("unshare: unshare failed: No space left on device\n[99]");
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private String run(boolean plainUser, List<String> mounts, String script) throws IOException, InterruptedException {
    var process = start(plainUser, mounts, script);
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var code = process.waitFor();
    return out + (code == 0 ? "" : "[" + code + "]");
  }

  private Process start(boolean plainUser, List<String> mounts, String script) throws IOException {
    var words = new ArrayList<String>();
    if (plainUser) {
      words.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
    }
    words.addAll(forbidden);
    words.addAll(List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-cp",
        copyOfClasses(), "-Duser.home=/nonexistent", MountProbe.class.getName()));
    words.addAll(mounts);
    words.addAll(List.of("--", "/bin/sh", "-c", script));
    return new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  /** Without the libraries, none of which it needs; a user without rights may not read where the originals are. */
  private String copyOfClasses() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var copies = new ArrayList<String>();
    for (var type : List.of(MountProbe.class, MountedCommand.class, AgentException.class)) {
      var origin = Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
      var copy = folder.resolve("classes" + copies.size());
      copies.add(copy.toString());
      try (var files = Files.walk(origin)) {
        for (var file : files.toList()) {
          Files.copy(file, copy.resolve(origin.relativize(file).toString()));
        }
      }
    }
    return String.join(":", copies);
  }
}
