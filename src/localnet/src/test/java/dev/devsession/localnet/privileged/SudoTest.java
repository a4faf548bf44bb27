package dev.devsession.localnet.privileged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SudoTest {

  private final Sudo sudo = new Sudo(Path.of("/etc/hosts"));

  @Test
  void the_command_has_no_arguments_for_the_system_hosts_file_so_that_a_rule_can_allow_just_it() throws IOException {
    assertThat(sudo.command("/usr/local/bin/devsession", "/usr/lib/jvm/25", "ada"))
        .containsSubsequence("sudo", "-p", "--").endsWith("--", "/usr/local/bin/devsession", "privileged")
        .noneMatch(argument -> argument.startsWith("JAVA_HOME"));
  }

  @Test
  void a_java_of_the_users_own_goes_along_since_sudo_clears_the_environment() throws IOException {
    assertThat(sudo.command("/usr/local/bin/devsession", "/home/ada/.sdkman/25", "ada"))
        .containsSubsequence("JAVA_HOME=/home/ada/.sdkman/25", "--");
  }

  @Test
  void root_needs_no_sudo() throws IOException {
    assertThat(new Sudo(Path.of("/tmp/hosts")).command("/usr/local/bin/devsession", "/opt/java", "root"))
        .containsExactly("/usr/local/bin/devsession", "privileged", "/tmp/hosts");
  }

  @Test
  void a_jar_without_its_launcher_gets_none() {
    assertThatThrownBy(() -> sudo.command(null, "/usr/lib/jvm/25", "ada")).hasMessageContaining("launcher");
  }
}
