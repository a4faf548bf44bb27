package dev.devsession.files.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindPlanTest {
  private static final Path TLS = Path.of("/session/tls");
  private static final Path FILE = Path.of("/session/file");
  private static final Machine MACHINE = new Machine(
      Set.of("/", "/etc", "/etc/ssl", "/run", "/home/ada", "/session/tls"), Set.of("/etc/hosts", "/session/file"));

  @Test
  void aFolderThatExistsIsCovered() {
    assertThat(BindPlan.of(Map.of("/etc/ssl", TLS), MACHINE))
        .isEqualTo(new BindPlan(List.of(new Bind(TLS, Path.of("/etc/ssl"))), List.of(), List.of()));
  }

  @Test
  void aPathThatDoesNotExistTakesACopyOfTheFolderAroundIt() {
    assertThat(BindPlan.of(Map.of("/etc/tls", TLS, "/config/a", TLS, "/etc/x/y", FILE), MACHINE).layers())
        .containsExactly(
            new Layer(Path.of("/etc"), Map.of(Path.of("tls"), TLS, Path.of("x/y"), FILE)),
            new Layer(Path.of("/"), Map.of(Path.of("config/a"), TLS)));
  }

  @Test
  void linksAreFollowedToTheTrueFolder() {
    assertThat(BindPlan.of(Map.of("/var/run/secrets/x", TLS), MACHINE).layers())
        .containsExactly(new Layer(Path.of("/run"), Map.of(Path.of("secrets/x"), TLS)));
  }

  @Test
  void aMountInsideAnotherComesAlong() {
    assertThat(BindPlan.of(Map.of("/etc/ssl", TLS, "/etc/ssl/deep", TLS), MACHINE).binds()).hasSize(1);
  }

  @Test
  void aFileAndAFolderDoNotCoverEachOther() {
    assertThat(BindPlan.of(Map.of("/etc/hosts", TLS, "/etc/ssl", FILE, "/etc/hosts/x", TLS), MACHINE).impossible())
        .containsExactly("/etc/hosts: it is a folder in the pod and a file on this machine",
            "/etc/ssl: it is a file in the pod and a folder on this machine");
  }

  @Test
  void whereTheUserWorksNothingIsCopied() {
    assertThat(BindPlan.of(Map.of("/home/ada/conf", TLS), MACHINE)).isEqualTo(new BindPlan(List.of(), List.of(),
        List.of("/home/ada/conf: make an empty folder there first, as files that you make in /home/ada must stay")));
  }

  @Test
  void pathsAreEscapedAsTheTableWantsIt() {
    assertThat(MountTable.text(List.of(new Bind(Path.of("/a b"), Path.of("/t\t#\\")))))
        .isEqualTo("/a\\040b /t\\011\\043\\134 none rbind 0 0\n");
  }

  /** On which /var/run leads to /run, and ada works in her home. */
  private record Machine(Set<String> folders, Set<String> files) implements MachineFolders {
    @Override
    public Optional<Path> real(Path path) {
      var real = path.toString().replaceFirst("^/var/run", "/run");
      return folders.contains(real) || files.contains(real) ? Optional.of(Path.of(real)) : Optional.empty();
    }

    @Override
    public boolean isFolder(Path path) {
      return folders.contains(path.toString());
    }

    @Override
    public boolean isUsers(Path folder) {
      return folder.startsWith("/home");
    }
  }
}
