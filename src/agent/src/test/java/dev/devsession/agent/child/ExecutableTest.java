package dev.devsession.agent.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.OperatingSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableTest {
  @TempDir
  private Path first;

  @TempDir
  private Path second;

  @Test
  void aNameIsLookedUpInPathAndAPathIsTakenAsItIs() throws IOException {
    Files.writeString(first.resolve("serve"), "not executable");
    var program = program(second.resolve("serve"));
    assertThat(Executable.require("serve", first + ":" + second)).isEqualTo(program);
    assertThat(Executable.require(program.toString(), "")).isEqualTo(program);
  }

  @Test
  void whatIsNotThereIsRefusedWith127AndWhatCannotBeRunWith126() throws IOException {
    refused("serve", ExitCode.NO_SUCH_PROGRAM, "cannot run serve: no directory of PATH has such a program");
    refused("", ExitCode.NO_SUCH_PROGRAM, "no directory of PATH");
    refused(first + "/serve", ExitCode.NO_SUCH_PROGRAM, "no such file");
    refused(first.toString(), ExitCode.NOT_EXECUTABLE, "it is a directory");
    Files.writeString(first.resolve("text"), "");
    refused(first + "/text", ExitCode.NOT_EXECUTABLE, "it isn't executable. Allow it with  chmod +x");
  }

  private void refused(String program, ExitCode code, String message) {
    assertThatThrownBy(() -> Executable.require(program, first + ":" + second)).isInstanceOfSatisfying(
        AgentException.class, e -> assertThat(e.exitCode()).isEqualTo(code)).hasMessageContaining(message);
  }

  static Path program(Path file) throws IOException {
    Files.writeString(file, "exit 5\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void onWindowsCommandsAreRefusedWithAnotherWay() {
    assertThatThrownBy(() -> Executable.refuseOnWindows("npm", OperatingSystem.WINDOWS))
        .hasMessageContaining("cannot run npm: on Windows devsession starts no commands", "devsession env SERVICE")
        .isInstanceOfSatisfying(AgentException.class,
            told -> assertThat(told.exitCode()).isEqualTo(ExitCode.NOT_EXECUTABLE));
    assertThatCode(() -> Executable.refuseOnWindows("npm", OperatingSystem.MACOS)).doesNotThrowAnyException();
  }
}
