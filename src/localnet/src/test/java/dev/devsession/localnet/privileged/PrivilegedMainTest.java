package dev.devsession.localnet.privileged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as text, carried out on a hosts file. */
class PrivilegedMainTest {

  private static final String BEFORE = "127.0.0.1 localhost\n10.1.1.1 nas # \u00e9";

  @TempDir
  private Path directory;
  private Path hosts;

  @BeforeEach
  void prepare() throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), BEFORE, StandardCharsets.ISO_8859_1);
  }

  @Test
  void blockIsWrittenAndRemovedWhenTheInputEnds() throws IOException {
    try (PrivilegedActions actions = new PrivilegedActions(hosts, new LoopbackAliases("none"))) {
      assertThat(serve(actions, "agent 1\n4711\nblock 2\n# by ada\n127.1.2.3 web web.shop\n"))
          .isEqualTo("devsession done\ndevsession done\n");
      assertThat(text()).startsWith(BEFORE).contains("\n# by ada\n127.1.2.3 web web.shop\n# END devsession\n");
      assertThat(directory.resolve(".hosts.devsession-lock")).content().isEqualTo("4711\n");
    }

    assertThat(text()).isEqualTo(BEFORE);
    assertThat(directory).isDirectoryNotContaining("glob:**/*devsession*");
  }

  @Test
  void invalidBlockIsRefusedWholeAndTheNextIsWritten() throws IOException {
    try (PrivilegedActions actions = new PrivilegedActions(hosts, new LoopbackAliases("none"))) {
      assertThat(serve(actions, "agent 1\n4711\nblock 2\n127.1.2.3 web\n127.1.2.4 nas\nblock 1\n127.1.2.3 ok\n"))
          .isEqualTo("""
              devsession done
              devsession failed 0 line "127.1.2.4 nas" may not define nas: line 2 of the hosts file defines it
              devsession done
              devsession done
              """);
      assertThat(text()).contains("127.1.2.3 ok").doesNotContain("web");
    }
  }

  @Test
  void nothingIsWrittenWithoutTheLock() throws IOException {
    try (PrivilegedActions actions = new PrivilegedActions(hosts, new LoopbackAliases("none"));
        PrivilegedActions other = new PrivilegedActions(hosts, new LoopbackAliases("none"))) {
      assertThat(serve(actions, "block 1\n127.1.2.3 web\n")).contains("failed 0 the agent has not said its pid");
      serve(other, "agent 1\n99\n");
      assertThat(text()).isEqualTo(BEFORE);
    }
  }

  @Test
  void unknownRequestIsRefusedAndATruncatedOneIsIgnored() throws IOException {
    try (PrivilegedActions actions = new PrivilegedActions(hosts, new LoopbackAliases("none"))) {
      assertThat(serve(actions, "agent 1\n4711\nsh 1\nrm -rf\nblock 2\n127.1.2.3 web\n")).isEqualTo(
          "devsession done\ndevsession failed -1 no such request: sh\ndevsession done\n");
      assertThat(text()).isEqualTo(BEFORE);
    }
  }

  @Test
  void malformedInputEndsTheProcess() throws IOException {
    try (PrivilegedActions actions = new PrivilegedActions(hosts, new LoopbackAliases("none"))) {
      assertThatThrownBy(() -> serve(actions, "GET / HTTP/1.1\n")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> serve(actions, "block 1\n" + "x".repeat(5000))).hasMessageContaining("4096");
    }
  }

  private static String serve(PrivilegedActions actions, String requests) throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    PrivilegedMain.serve(new StringReader(requests), new PrintStream(answers, true, StandardCharsets.ISO_8859_1),
        actions);
    return answers.toString(StandardCharsets.ISO_8859_1);
  }

  private String text() throws IOException {
    return Files.readString(hosts, StandardCharsets.ISO_8859_1);
  }
}
