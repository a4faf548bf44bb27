package dev.devsession.localnet.privileged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.devsession.console.OperatingSystem;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegedOperationsTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void onAReadOnlyFileSystemNamesAreInAFileOfTheUsers(@TempDir Path directory) throws Exception {
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64k", "none", directory.toString())).as("root").isZero();
    try {
      Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
      assumeThat(run("mount", "-o", "remount,ro", directory.toString())).isZero();
      PrintStream out = new PrintStream(said, true, UTF_8);
      try (var machine = new PrivilegedOperations(hosts, "test", new Terminal(out, out));
          Block block = machine.openBlock()) {
        assertThat(block.path()).isNotEqualTo(hosts);
        assertThat(block.write(block.read(), List.of("127.1.2.3 web"))).isTrue();
        assertThat(block.path()).content().contains("127.1.2.3 web");
        assertThat(said.toString(UTF_8)).contains(hosts + " is unchanged: " + hosts + " is on a read-only file system",
            "the names are in " + block.path() + " instead").doesNotContain("Exception", "sudo devsession hosts");
      }
    } finally {
      run("umount", "-l", directory.toString());
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
  }

  @Test
  void namesAreAddedByHandAsTheSystemDoesIt() {
    assertThat(PrivilegedOperations.howToAdd(Path.of("names"), Path.of("hosts"), OperatingSystem.MACOS))
        .isEqualTo("add them with  sudo sh -c 'cat names >> hosts'");
    assertThat(PrivilegedOperations.howToAdd(Path.of("names"), Path.of("hosts"), OperatingSystem.WINDOWS))
        .isEqualTo("as administrator, add them with  type \"names\" >> \"hosts\"");
  }
}
