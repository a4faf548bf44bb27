package dev.devsession.localnet.privileged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SudoTest {

  private final Sudo sudo = new Sudo(Path.of("/etc/hosts"));

  @Test
  void commandForTheSystemHostsFileHasNoArgumentsSoThatASudoersRuleCanNameIt() throws IOException {
    assertThat(sudo.command("/usr/local/bin/devsession", "/usr/lib/jvm/25", "ada"))
        .containsSubsequence("sudo", "-p", "--").endsWith("--", "/usr/local/bin/devsession", "privileged")
        .noneMatch(argument -> argument.startsWith("JAVA_HOME"));
  }

  @Test
  void javaHomeOfTheUserIsPassedOnBecauseSudoClearsTheEnvironment() throws IOException {
    assertThat(sudo.command("/usr/local/bin/devsession", "/home/ada/.sdkman/25", "ada"))
        .containsSubsequence("JAVA_HOME=/home/ada/.sdkman/25", "--");
  }

  @Test
  void rootNeedsNoSudo() throws IOException {
    assertThat(new Sudo(Path.of("/tmp/hosts")).command("/usr/local/bin/devsession", "/opt/java", "root"))
        .containsExactly("/usr/local/bin/devsession", "privileged", "/tmp/hosts");
  }

  @Test
  void processWithoutTheLauncherGetsNoSudo() {
    assertThatThrownBy(() -> sudo.command(null, "/usr/lib/jvm/25", "ada")).hasMessageContaining("launcher");
  }
}
