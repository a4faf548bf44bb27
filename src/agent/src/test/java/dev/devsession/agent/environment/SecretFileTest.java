package dev.devsession.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  @TempDir
  private Path folder;

  @Test
  void onlyTheUserCanReadItAlsoIfOthersCouldReadTheOneBefore() throws IOException {
    var file = Files.writeString(folder.resolve("x.env"), "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    SecretFile.write(file, "A=1\n");

    assertThat(file).content().isEqualTo("A=1\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("x.env");
  }

  @Test
  void aGitWorkTreeIsRefusedAlsoFromBelowAndThroughALink() throws IOException {
    var deep = Files.createDirectories(folder.resolve("tree/a/b"));
    Files.createDirectory(folder.resolve("tree/.git"));
    var link = Files.createSymbolicLink(folder.resolve("link"), deep);

    for (var file : new Path[]{deep.resolve("x.env"), link.resolve("x.env"), folder.resolve("tree/x.env")}) {
      assertThatThrownBy(() -> SecretFile.requireOutsideOfGit(file))
          .isInstanceOfSatisfying(AgentException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
          .hasMessageContaining("is in the Git work tree " + folder.toRealPath().resolve("tree"));
    }
  }

  @Test
  void aLinkedWorkTreeHasAFileInsteadOfAFolder() throws IOException {
    Files.writeString(folder.resolve(".git"), "gitdir: /elsewhere");

    assertThat(SecretFile.workTree(folder.resolve("x.env"))).contains(folder.toRealPath());
  }

  @Test
  void anotherFolderIsFine() {
    assertThat(SecretFile.workTree(folder.resolve("x.env"))).isEmpty();
  }
}
