package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Several sessions on one machine. */
class UpTogetherIT extends UpRuns {
  @Test
  void theSecondSessionSharesTheNamesAndKeepsThemWhenTheFirstEnds() throws Exception {
    var first = up("--name", "ada", "orders=3000");
    awaitOutput(first, "✔ names           2 services");
    var text = Files.readString(hosts);
    var second = up("--name", "bob", "stock=3001");
    awaitOutput(second, "  names           shared with session " + namespace + "/ada (pid " + first.pid() + ")");
    assertThat(Files.readString(hosts)).isEqualTo(text);
    assertThat(first.terminate()).isZero();
    awaitOutput(second, "✔ names           2 services");
    assertThat(Files.readString(hosts)).contains("(pid " + second.pid() + ",", " stock stock." + namespace);
    assertThat(second.output()).doesNotContain("skipped", "! ha");
    assertThat(second.terminate()).isZero();
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
  }

  @Test
  void aSessionWithAHostsFileOfItsOwnIsToldWhoAnswersAlready() throws Exception {
    var first = up("--name", "ada", "orders=3000");
    awaitOutput(first, "✔ names");
    hosts = Files.writeString(directory.resolve("other-hosts"), HOSTS);
    var second = up("--name", "bob", "stock=3001");
    awaitOutput(second, "another devsession (pid " + first.pid() + ") already answers there");
    assertThat(second.output()).contains("  names           0 services").doesNotContain("✔ names", "of all addresses");
  }

  @Test
  void whatAKilledOneLeftIsDeletedByTheNext() throws Exception {
    var state = Files.createDirectories(kubeconfig.resolveSibling("state").resolve("devsession"));
    var killed = up("--name", "ada", "orders=3000", "--no-names");
    awaitOutput(killed, "(created; deleted again on exit)");
    killed.kill();
    Files.writeString(state.resolve("names-" + killed.pid()), "");
    assertThat(state).isDirectoryContaining("glob:**/session-*");
    var next = up("--name", "bob", "orders=3000", "--no-names");
    awaitOutput(next, "(created; deleted again on exit)");
    try (var files = Files.list(state)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactly("session-" + session("bob").get().getMetadata().getUid());
    }
    assertThat(next.terminate()).isZero();
    await().untilAsserted(() -> assertThat(state).isEmptyDirectory());
  }
}
