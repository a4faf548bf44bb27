package dev.devsession.localnet.privileged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of ifconfig(8) on macOS, recorded by a stand-in for the program. */
class LoopbackAliasesTest {

  @TempDir
  private Path directory;
  private Path calls;
  private PrivilegedActions actions;

  @BeforeEach
  void prepare() throws IOException {
    calls = directory.resolve("calls");
    Path ifconfig = Files.writeString(directory.resolve("ifconfig"), """
        #!/bin/sh
        [ "$3" != 127.9.9.9 ] || { echo "ioctl (SIOCAIFADDR): permission denied"; exit 1; }
        echo "$@" >> "%s"
        """.formatted(calls));
    Files.setPosixFilePermissions(ifconfig, PosixFilePermissions.fromString("rwxr-xr-x"));
    actions = new PrivilegedActions(Files.createFile(directory.resolve("hosts")),
        new LoopbackAliases(ifconfig.toString()));
  }

  @Test
  void aliasesAreAddedOnceAndRemovedAtTheEnd() throws IOException {
    assertThat(actions.execute(new PrivilegedRequest.Alias(List.of("127.1.2.3", "127.1.2.4", "127.1.2.3")))).isEmpty();
    assertThat(actions.execute(new PrivilegedRequest.Unalias(List.of("127.1.2.3", "127.7.7.7")))).isEmpty();

    actions.close();
    assertThat(calls).content().isEqualTo("""
        lo0 alias 127.1.2.3 netmask 255.255.255.255
        lo0 alias 127.1.2.4 netmask 255.255.255.255
        lo0 -alias 127.1.2.3
        lo0 -alias 127.1.2.4
        """);
  }

  @Test
  void refusedAliasIsReportedAndTheOthersAreAdded() throws IOException {
    assertThat(actions.execute(new PrivilegedRequest.Alias(List.of("127.1.2.3", "127.9.9.9", "127.1.2.4"))))
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.line()).isEqualTo(1);
          assertThat(failure.message()).contains("permission denied");
        });
    assertThat(calls).content().contains("127.1.2.4").doesNotContain("127.9.9.9");
    assertThatThrownBy(() -> new LoopbackAliases("/nonexistent/ifconfig").add("127.1.2.3"))
        .hasMessageContaining("/nonexistent/ifconfig");
  }
}
