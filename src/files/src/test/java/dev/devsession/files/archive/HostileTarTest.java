package dev.devsession.files.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that were made to do harm. After each, nothing around the folder has changed. */
class HostileTarTest {
  private static final UnpackLimits LIMITS = new UnpackLimits(1000, 20);
  @TempDir
  private Path around;
  private Path folder;
  private Path victim;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(around.resolve("folder"));
    victim = Files.writeString(around.resolve("victim"), "untouched");
  }

  @AfterEach
  void nothingAroundHasChanged() throws IOException {
    assertThat(victim).hasContent("untouched");
    try (var all = Files.list(around)) {
      assertThat(all).containsExactlyInAnyOrder(folder, victim);
    }
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(file -> !file.equals(folder))).allSatisfy(file -> assertThat(
          Files.isSymbolicLink(file) && !Files.exists(file) ? folder : file.toRealPath())
          .startsWith(folder.toRealPath()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/devsession-hostile", "//x", "C:\\x", "\\x"})
  void anAbsoluteName(String name) throws IOException {
    assertRefused(new TarFile().file(name, "x"), "its name is absolute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../victim", "a/../../victim", "a/b/../../../victim", "..", "a\\..\\..\\victim"})
  void aNameThatLeadsUp(String name) throws IOException {
    assertRefused(new TarFile().file(name, "x"), "its name leads out of the folder");
  }

  @Test
  void aLinkOutAndAFileThroughIt() throws IOException {
    var unpacked = unpack(new TarFile().link("out", "..").file("out/victim", "x").file("fine", "1").open());

    assertThat(unpacked.refused()).hasSize(2);
    assertThat(folder.resolve("fine")).hasContent("1");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anAbsoluteLinkAndAFileThroughIt() throws IOException {
    var unpacked = unpack(new TarFile().link("out", around.toString()).file("out/victim", "x").open());

    assertThat(unpacked.refused()).containsExactly("out: it links to the absolute path " + around);
    assertThat(folder.resolve("out/victim")).as("in a folder of its own").hasContent("x");
  }

  /** By its own words, the second stays inside: a/.. is the folder itself. But a is a link, to the folder's child. */
  @Test
  void linksThatLeaveOnlyTogether() throws IOException {
    var unpacked = unpack(new TarFile().link("here", ".").link("up", "here/..").link("far", "up/victim").open());

    assertThat(unpacked.refused()).containsExactly("up: it links to here/.., outside the folder",
        "far: it links to up/victim, outside the folder");
  }

  @Test
  void linksInACircle() throws IOException {
    assertThat(unpack(new TarFile().link("a", "b").link("b", "a").open()).refused()).hasSize(2);
  }

  @Test
  void aHardLinkToAFileThatIsNotOfTheArchive() throws IOException {
    assertRefused(new TarFile().hardLink("a", "../victim"),
        "it links to ../victim, which is no file of the archive before it");
    assertRefused(new TarFile().link("link", "/etc").hardLink("a", "link/passwd"),
        "it links to link/passwd, which is no file of the archive before it");
  }

  @ParameterizedTest
  @ValueSource(chars = {'3', '4', '6', '7', 'S', 'Z'})
  void devicesPipesAndOtherKinds(char kind) throws IOException {
    var unpacked = unpack(new TarFile().entry(kind, "dev", "", 0666, new byte[0]).file("fine", "1").open());

    assertThat(folder.resolve("fine")).hasContent("1");
    assertThat(Files.exists(folder.resolve("dev"), LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(folder.resolve("dev"))).isFalse();
    assertThat(unpacked.refused().size() + unpacked.files()).isEqualTo(2);
  }

  @Test
  void aFileThatTakesThePlaceOfAnother() throws IOException {
    var unpacked = unpack(new TarFile().file("a", "1").file("a", "2").link("a", "b").folder("a/").open());

    assertThat(unpacked.refused()).hasSize(3);
    assertThat(folder.resolve("a")).hasContent("1");
  }

  @Test
  void moreThanItMayHold() {
    var many = new TarFile();
    for (int i = 0; i < 30; i++) {
      many.file("f" + i, "");
    }

    assertTooMuch(many.open(), "there are more than 20 files, folders and links");
    assertTooMuch(new TarFile().file("a", "x".repeat(600)).file("b", "x".repeat(600)).open(),
        "it is larger than 1000 bytes");
    assertTooMuch(new TarFile().file("a2", "x".repeat(400)).hardLink("b2", "a2").hardLink("c2", "a2").open(),
        "it is larger than 1000 bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {1001, 1L << 40, Long.MAX_VALUE})
  void aSizeThatIsPromisedAndABodyWithoutEnd(long size) {
    assertTooMuch(new TarFile().header('0', "a", "", 0644, size).openEndless(), "it is larger than 1000 bytes");
    assertTooMuch(new TarFile().header('3', "a", "", 0644, size).openEndless(), "it is larger than 1000 bytes");
  }

  @ParameterizedTest
  @ValueSource(chars = {'L', 'K', 'x', 'g'})
  void aNameWithoutEnd(char kind) {
    assertThatExceptionOfType(IOException.class).isThrownBy(
        () -> unpack(new TarFile().header(kind, "././@LongLink", "", 0, 1L << 32).openEndless()));
  }

  @Test
  void anArchiveThatIsCutOffOrNone() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> unpack(new TarFile().file("a", "x".repeat(600)).openCut(700)));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> unpack(new TarFile().openEndless()));
  }

  @Test
  void aNameThatATerminalWouldObeyIsShownWithout() throws IOException {
    var unpacked = unpack(new TarFile().file("../\u001b]0;owned\u0007", "x").open());

    assertThat(unpacked.refused()).containsExactly("../?]0;owned?: its name leads out of the folder");
  }

  private void assertRefused(TarFile tar, String why) throws IOException {
    assertThat(unpack(tar.file("fine" + System.nanoTime(), "1").open()).refused()).last().asString().endsWith(why);
  }

  private void assertTooMuch(InputStream tar, String why) {
    assertThatExceptionOfType(UnpackException.class).isThrownBy(() -> unpack(tar)).withMessage(why);
  }

  private Unpacked unpack(InputStream tar) throws IOException {
    return new TarUnpacker(folder, LIMITS).unpack(tar);
  }
}
