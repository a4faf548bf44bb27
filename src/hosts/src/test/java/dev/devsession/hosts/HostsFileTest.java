package dev.devsession.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {

  private static final String TEXT = "127.0.0.1 localhost\n::1 \u00e9";
  private static final List<String> NAMES = List.of("10.0.0.1 web");
  private static final List<String> NAMES_OF_A_SERVICE = List.of("10.0.0.1 web web.shop web.shop.svc");

  @TempDir
  private Path directory;
  private Path hosts;

  @BeforeEach
  void writeHosts() throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), TEXT, StandardCharsets.ISO_8859_1);
  }

  @Test
  void modeAndExtendedAttributesStayAndNoOtherFileIsLeft() throws IOException {
    Files.setPosixFilePermissions(hosts, PosixFilePermissions.fromString("rw-r---w-"));
    boolean tagged = tag(hosts);
    Object inode = Files.getAttribute(hosts, "unix:ino");

    insert(hosts);

    assertThat(Files.getAttribute(hosts, "unix:ino")).as("replaced, not overwritten").isNotEqualTo(inode);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hosts))).isEqualTo("rw-r---w-");

    if (tagged) {
      assertThat(attributes(hosts).list()).containsExactly("devsession.test");
    }
    remove(hosts);
    assertThat(hosts).hasBinaryContent(TEXT.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(directory).isDirectoryContaining(hosts::equals).isDirectoryNotContaining(file -> !file.equals(hosts));
  }

  @Test
  void ownerAndGroupStay() throws IOException {
    assumeRoot();
    Files.setAttribute(hosts, "unix:uid", 1234);
    Files.setAttribute(hosts, "unix:gid", 4321);
    insert(hosts);

    assertThat(Files.readAttributes(hosts, "unix:uid,gid")).isEqualTo(Map.of("uid", 1234, "gid", 4321));
  }

  @Test
  void chainOfLinksIsFollowedAndStays() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("../hosts"));
    Path first = Files.createSymbolicLink(directory.resolve("first"), second);
    insert(first);

    assertThat(first).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    assertThat(hosts).content(StandardCharsets.ISO_8859_1).contains("10.0.0.1 web");
    assertThat(elsewhere).isDirectoryNotContaining("glob:**/*devsession*");
  }

  @Test
  void fileWithASecondHardLinkIsWrittenInPlace() throws IOException {
    Path second = Files.createLink(directory.resolve("second"), hosts);
    insert(hosts);
    assertThat(second).hasSameBinaryContentAs(hosts).content(StandardCharsets.ISO_8859_1).contains("10.0.0.1 web");

    remove(hosts);
    assertThat(second).hasBinaryContent(TEXT.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(directory).isDirectoryNotContaining("glob:**/*devsession*");
  }

  @Test
  void mountedFileIsWrittenInPlace() throws Exception {
    assumeRoot();
    Path mountPoint = Files.createFile(directory.resolve("mounted"));
    try (BindMount _ = BindMount.of(hosts, mountPoint)) {
      insert(mountPoint);
      assertThat(hosts).content(StandardCharsets.ISO_8859_1).contains("10.0.0.1 web");

      remove(mountPoint);
      assertThat(hosts).hasBinaryContent(TEXT.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(directory).isDirectoryNotContaining("glob:**/*devsession*");
    }
  }

  @Test
  void editByAnotherProgramInBetweenIsNotLost() throws IOException {
    HostsFile file = HostsFile.at(hosts);
    int[] calls = {0};
    file.edit(text -> {
      if (calls[0]++ == 0) {
        append("\n9.9.9.9 theirs\n");
      }
      return text.withBlock(NAMES);
    });

    assertThat(calls[0]).isEqualTo(2);
    assertThat(hosts).content(StandardCharsets.ISO_8859_1).contains("9.9.9.9 theirs", "10.0.0.1 web");
  }

  @Test
  void textIsReplacedOnlyIfTheFileStillHoldsIt() throws IOException {
    Files.createLink(directory.resolve("second"), hosts); // so that it can only be written in place
    HostsFile file = HostsFile.at(hosts);
    HostsText read = file.read();
    append("\n9.9.9.9 theirs\n");
    byte[] theirs = Files.readAllBytes(hosts);

    assertThat(file.replace(read, read.withBlock(NAMES))).isFalse();
    assertThat(hosts).hasBinaryContent(theirs);
    assertThat(file.replace(file.read(), file.read().withBlock(NAMES))).isTrue();
    assertThat(hosts).content(StandardCharsets.ISO_8859_1).contains("9.9.9.9 theirs", "10.0.0.1 web");
  }

  @Test
  void malformedBlockIsRefusedAndNothingIsWritten() throws IOException {
    append("\n# BEGIN devsession\n");
    byte[] before = Files.readAllBytes(hosts);

    assertThatThrownBy(() -> insert(hosts)).isInstanceOfSatisfying(AgentException.class,
        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT)).hasMessageContaining(hosts + " line 3: ");
    assertThat(hosts).hasBinaryContent(before);
  }

  @Test
  void blockWhoseMarksAreDeletedMeanwhileIsRemovedWhole() throws IOException {
    HostsFile file = HostsFile.at(hosts);
    OwnBlock block = OwnBlock.open(file, new BlockHeader(4711, "test"), repaired -> {});
    assertThat(block.write(block.read(), List.of("10.0.0.1 web", "10.0.0.2 old"))).isTrue();
    String first = Files.readString(hosts, StandardCharsets.ISO_8859_1);
    assertThat(block.write(block.read(), NAMES)).isTrue();
    for (String mark : List.of("END", "BEGIN")) {
      Files.writeString(hosts,
          Files.readString(hosts, StandardCharsets.ISO_8859_1).replaceAll("# " + mark + ".*\n", ""),
          StandardCharsets.ISO_8859_1);
      assertThat(block.write(block.read(), NAMES)).as("without " + mark).isTrue();
      assertThat(hosts).content(StandardCharsets.ISO_8859_1).containsOnlyOnce("10.0.0.1 web")
          .containsOnlyOnce("# BEGIN devsession").containsOnlyOnce("# END devsession");
    }
    // An editor that was opened earlier saves what it had.
    Files.writeString(hosts, first.replaceAll("# (BEGIN|END) devsession.*\n", ""), StandardCharsets.ISO_8859_1);
    block.close();
    assertThat(hosts).hasBinaryContent(TEXT.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(directory).isDirectoryNotContaining("glob:**/*devsession*");
  }

  @Test
  void cleanRemovesABlockWithoutItsEnd() throws IOException {
    HostsFile.at(hosts).edit(text -> text.withBlock(new BlockHeader(1, "x").withNames(NAMES_OF_A_SERVICE)));
    Files.writeString(hosts, Files.readString(hosts, StandardCharsets.ISO_8859_1).replaceAll("# END.*\n", ""),
        StandardCharsets.ISO_8859_1);
    assertThat(OwnBlock.clean(HostsFile.at(hosts), 1, repaired -> {})).isEqualTo(4);
    assertThat(hosts).hasBinaryContent(TEXT.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(OwnBlock.clean(HostsFile.at(hosts), 1, repaired -> {})).isZero();
    assertThat(directory).isDirectoryNotContaining("glob:**/*devsession*");
  }

  @Test
  void missingFileIsAnErrorThatNamesIt() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> HostsFile.at(missing)).isInstanceOf(AgentException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void secondLockIsRefusedWhileTheFirstIsHeld() throws IOException {
    try (HostsLock _ = HostsFile.at(hosts).lock(4711)) {
      assertThat(directory.resolve(".hosts.devsession-lock")).content().isEqualTo("4711\n");
    }
    try (HostsLock _ = HostsFile.at(hosts).lock(4711)) {
      assertThat(directory.resolve(".hosts.devsession-lock")).exists();
    }

    assertThat(directory).isDirectoryNotContaining("glob:**/*devsession*");
  }

  private void append(String text) {
    try {
      Files.writeString(hosts, text, StandardCharsets.ISO_8859_1, java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void insert(Path file) {
    assertThat(HostsFile.at(file).edit(text -> text.withBlock(NAMES))).isTrue();
  }

  private static void remove(Path file) {
    assertThat(HostsFile.at(file).edit(HostsText::withoutBlock)).isTrue();
  }

  /** Only root may change owners and mount. With CI set, the test fails instead of being skipped. */
  private static void assumeRoot() {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root && Boolean.parseBoolean(System.getenv("CI"))) {
      throw new AssertionError("this test needs root, and with CI=true it may not be skipped");
    }
    assumeThat(root).as("this test needs root").isTrue();
  }

  private static boolean tag(Path file) throws IOException {
    try {
      attributes(file).write("devsession.test", ByteBuffer.wrap(new byte[]{1}));
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  private static UserDefinedFileAttributeView attributes(Path file) {
    return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
  }
}
