package dev.devsession.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTextTest {

  private static final List<String> NAMES = List.of("10.0.0.1 web web.shop", "10.0.0.2 orders");

  @Property
  void removingTheBlockRestoresEveryByte(@ForAll("files") byte[] file) throws Exception {
    byte[] edited = parse(file).withBlock(NAMES);

    assertThat(parse(edited).withoutBlock()).isEqualTo(file);
    assertThat(string(edited)).contains("\n10.0.0.2 orders");
  }

  @Property
  void manyUpdatesLeaveTheSameTextAsOne(@ForAll("files") byte[] file) throws Exception {
    byte[] twice = parse(parse(file).withBlock(List.of("10.9.9.9 old"))).withBlock(NAMES);
    assertThat(twice).isEqualTo(parse(file).withBlock(NAMES));
  }

  @Property
  void linesThatOtherProgramsAddSurvive(@ForAll("files") byte[] file, @ForAll("files") byte[] head,
      @ForAll("files") byte[] tail) throws Exception {
    Assume.that(tail.length > 0 && (head.length == 0 || head[head.length - 1] == '\n'));
    byte[] edited = parse(file).withBlock(NAMES);
    byte[] left = parse(join(head, edited, tail)).withoutBlock();
    boolean endsLine = file.length == 0 || file[file.length - 1] == '\n';
    byte[] lineBreak = endsLine ? new byte[0] : eol(edited).getBytes(ISO_8859_1);
    assertThat(left).isEqualTo(join(head, file, lineBreak, tail));
  }

  @Example
  void blockHasTheLineEndingsOfTheFile() throws Exception {
    assertThat(string(parse("127.0.0.1 localhost\r\n".getBytes(ISO_8859_1)).withBlock(NAMES))).isEqualTo("""
        127.0.0.1 localhost
        # BEGIN devsession
        10.0.0.1 web web.shop
        10.0.0.2 orders
        # END devsession
        """.replace("\n", "\r\n"));
  }

  @Example
  void blockKeepsItsPlace() throws Exception {
    byte[] file = "1.1.1.1 a\n# BEGIN devsession\n2.2.2.2 b\n# END devsession\n3.3.3.3 c".getBytes(ISO_8859_1);
    assertThat(string(parse(file).withBlock(List.of("4.4.4.4 d"))))
        .isEqualTo("1.1.1.1 a\n# BEGIN devsession\n4.4.4.4 d\n# END devsession\n3.3.3.3 c");
  }

  @Example
  void otherNamesExcludeThoseInTheBlock() throws Exception {
    byte[] file = ("\u00ef\u00bb\u00bf127.0.0.1\tLocalHost  box # web\n# 1.1.1.1 no\n"
        + "# BEGIN devsession\n2.2.2.2 b\n# END devsession\r\n::1 box v6\r\n").getBytes(ISO_8859_1);
    assertThat(parse(file).otherNames()).containsOnly(Map.entry("localhost", 1), Map.entry("box", 1),
        Map.entry("v6", 6));
  }

  /** Marks removed in any order, and with whatever else in the file: our lines are known by their bytes. */
  @Property
  void ourLinesAreOursWithoutTheirMarks(@ForAll("files") byte[] file, @ForAll boolean begin, @ForAll boolean end)
      throws Exception {
    HostsText read = parse(file);
    String written = string(read.withBlock(NAMES));
    var ours = WrittenBlock.NONE.and(NAMES, read.ownBreak());
    String left = written.lines().count() == 0 ? written : without(written, begin, end);
    HostsText found = HostsText.parse(left.getBytes(ISO_8859_1), ours);
    assertThat(found.withoutBlock()).isEqualTo(file);
    assertThat(found.otherNames().keySet()).isEqualTo(read.otherNames().keySet());
    assertThat(string(found.withBlock(NAMES))).isEqualTo(written);
    assertThat(found.bytes()).as("as it was found").isEqualTo(left.getBytes(ISO_8859_1));
  }

  @Example
  void whatOthersWriteIsTheirsAlsoAmongOurLinesWithoutMarks() throws Exception {
    var ours = WrittenBlock.NONE.and(NAMES, false);
    HostsText found = HostsText.parse(("1.1.1.1 a\n10.0.0.1 web web.shop\n3.3.3.3 theirs\n10.0.0.2 orders\n"
        + "# END devsession\n10.0.0.2 orders more\n").getBytes(ISO_8859_1), ours);
    assertThat(string(found.withoutBlock())).isEqualTo("1.1.1.1 a\n3.3.3.3 theirs\n10.0.0.2 orders more\n");
    assertThat(found.otherNames()).containsEntry("theirs", 3).containsEntry("more", 6).doesNotContainKey("web");
    assertThat(string(found.withBlock(List.of("9.9.9.9 n")))).isEqualTo(
        "1.1.1.1 a\n# BEGIN devsession\n9.9.9.9 n\n# END devsession\n3.3.3.3 theirs\n10.0.0.2 orders more\n");
    assertThat(found.hasBlock(NAMES)).isFalse();
  }

  @Example
  void aLineOfAnotherProgramInTheBlockIsKnownOnceWeHaveWritten() throws Exception {
    byte[] file = ("# BEGIN devsession\n10.0.0.1 web web.shop\n3.3.3.3 theirs\n\n10.0.0.2 orders\n# END devsession\n")
        .getBytes(ISO_8859_1);
    assertThat(HostsText.parse(file, WrittenBlock.NONE.and(NAMES, false)).foreignLines())
        .containsExactly("3.3.3.3 theirs");
    assertThat(parse(file).foreignLines()).as("another agent's block").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'a|# BEGIN devsession|b', 2, without an \"# END devsession\"",
      "'# END devsession|b', 1, without a \"# BEGIN devsession\"",
      "'# BEGIN devsession|# BEGIN devsession|# END devsession', 2, a second",
      "'# BEGIN devsession|# END devsession|a|# BEGIN devsession|# END devsession', 4, a second",
      "'# BEGIN devsession|# END devsession|# END devsession', 3, without a \"# BEGIN devsession\""})
  void malformedBlockIsRefusedWithItsLine(String lines, int line, String problem) {
    assertThatThrownBy(() -> parse(lines.replace('|', '\n').getBytes(ISO_8859_1)))
        .isInstanceOfSatisfying(MalformedBlockException.class, e -> assertThat(e.line()).isEqualTo(line))
        .hasMessageStartingWith("line " + line + ": ").hasMessageContaining(problem);
  }

  /** Any bytes, in which difficult cases for an editor are likely. */
  @Provide
  Arbitrary<byte[]> files() {
    Arbitrary<String> noise = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(6);
    Arbitrary<String> traps = Arbitraries.of("\n", "\r\n", "\r", "127.0.0.1 localhost", "#", " ", "\u00ef\u00bb\u00bf",
        "# BEGIN devsessions", " # BEGIN devsession", "# END devsession-", "\u00e9\u0000");
    return Arbitraries.oneOf(noise, traps).list().ofMaxSize(12)
        .map(parts -> String.join("", parts).getBytes(ISO_8859_1))
        .filter(HostsTextTest::isWellFormed);
  }

  private static boolean isWellFormed(byte[] file) {
    try {
      return !parse(file).hasBlock();
    } catch (MalformedBlockException e) {
      return false;
    }
  }

  private static HostsText parse(byte[] bytes) throws MalformedBlockException {
    return HostsText.parse(bytes);
  }

  private static String without(String text, boolean begin, boolean end) {
    String left = begin
        ? text.replaceFirst("(?m)^# BEGIN devsession( \\(and the line break before it\\))?\r?\n", "")
        : text;
    int at = left.lastIndexOf("# END devsession");
    return end ? left.substring(0, at) + left.substring(left.indexOf('\n', at) + 1) : left;
  }

  private static String eol(byte[] edited) {
    return string(edited).contains("# END devsession\r\n") ? "\r\n" : "\n";
  }

  private static String string(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
