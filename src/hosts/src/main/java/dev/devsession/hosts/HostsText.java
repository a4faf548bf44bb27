package dev.devsession.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hosts file's text, parted around our block. Bytes map one to one to characters (ISO 8859-1), so any encoding, even
 * a broken one, survives an edit.
 */
public final class HostsText {

  static final String BEGIN = "# BEGIN devsession";
  static final String END = "# END devsession";

  /** On the begin marker: the line break before it is ours too, because the file had none at its end. */
  private static final String OWN_BREAK = " (and the line break before it)";

  /** Our block as found, markers included: how many lines it takes, and the line break it is written with. */
  private record Block(String text, int lines, String eol, boolean ownBreak) {}

  private final String before;
  private final Optional<Block> block;
  private final String after;

  private HostsText(String before, Optional<Block> block, String after) {
    this.before = before;
    this.block = block;
    this.after = after;
  }

  /**
   * Finds the block.
   *
   * @throws MalformedBlockException
   *           if a marker has no partner, or there is more than one block
   */
  public static HostsText parse(byte[] bytes) throws MalformedBlockException {
    String text = new String(bytes, ISO_8859_1);
    int begin = -1;
    int end = -1;
    int beginLine = 0;
    int endLine = 0;
    int line = 0;
    for (int at = 0; at < text.length(); at = nextLine(text, at)) {
      line++;
      if (isMarker(text, at, BEGIN)) {
        if (begin >= 0) {
          throw new MalformedBlockException(line,
              "a second \"" + BEGIN + "\"; the first is on line " + beginLine + ", and only one block is ours");
        }
        begin = at;
        beginLine = line;
      } else if (isMarker(text, at, END)) {
        if (begin < 0 || end >= 0) {
          throw new MalformedBlockException(line, "\"" + END + "\" without a \"" + BEGIN + "\" before it");
        }
        end = nextLine(text, at);
        endLine = line;
      }
    }
    if (begin < 0) {
      return new HostsText(text, Optional.empty(), "");
    }
    if (end < 0) {
      throw new MalformedBlockException(beginLine, "\"" + BEGIN + "\" without an \"" + END + "\" after it");
    }
    String firstLine = text.substring(begin, nextLine(text, begin));
    Block block = new Block(text.substring(begin, end), endLine - beginLine + 1, eolOf(firstLine),
        firstLine.contains(OWN_BREAK));
    return new HostsText(text.substring(0, begin), Optional.of(block), text.substring(end));
  }

  /** The whole text as it was found. */
  public byte[] bytes() {
    return text().getBytes(ISO_8859_1);
  }

  /** Whether two texts are the same, byte for byte. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HostsText that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  public boolean hasBlock() {
    return block.isPresent();
  }

  /** Whether a block with these lines between its markers is there. */
  public boolean hasBlock(List<String> lines) {
    List<String> found = blockLines();
    return found.size() == lines.size() + 2 && found.subList(1, found.size() - 1).equals(lines);
  }

  /** The block's lines, markers included; empty without a block. */
  public List<String> blockLines() {
    return block.map(found -> found.text().lines().toList()).orElse(List.of());
  }

  /** The whole text with the block holding these lines, in its old place or, if it is new, at the end. */
  public byte[] withBlock(List<String> lines) {
    String eol = block.map(Block::eol).orElseGet(() -> eolOf(before));
    boolean ownBreak = block.map(Block::ownBreak).orElseGet(() -> !before.isEmpty() && !before.endsWith("\n"));
    StringBuilder text = new StringBuilder(before);
    if (ownBreak && block.isEmpty()) {
      text.append(eol);
    }
    text.append(BEGIN).append(ownBreak ? OWN_BREAK : "").append(eol);
    lines.forEach(line -> text.append(line).append(eol));
    return text.append(END).append(eol).append(after).toString().getBytes(ISO_8859_1);
  }

  /** The whole text without the block: the bytes from before, with the edits that other programs made since. */
  public byte[] withoutBlock() {
    String head = before;
    // Lines that another program appended below the block need the line break, ours or not.
    if (block.isPresent() && block.get().ownBreak() && after.isEmpty() && head.endsWith(block.get().eol())) {
      head = head.substring(0, head.length() - block.get().eol().length());
    }
    return (head + after).getBytes(ISO_8859_1);
  }

  /** The names, in lower case, that lines outside the block define, each with its first line, counted from 1. */
  public Map<String, Integer> otherNames() {
    Map<String, Integer> names = new HashMap<>();
    int line = collectNames(before, 1, names);
    line += block.map(Block::lines).orElse(0);
    collectNames(after, line, names);
    return names;
  }

  /** The addresses, as they are written, of the lines outside the block. */
  public Set<String> otherAddresses() {
    return (before + after).lines().map(line -> line.split("#", 2)[0].strip().split("\\s+")[0])
        .filter(address -> !address.isEmpty()).collect(Collectors.toSet());
  }

  private String text() {
    return before + block.map(Block::text).orElse("") + after;
  }

  private static int collectNames(String text, int line, Map<String, Integer> names) {
    for (int at = 0; at < text.length(); at = nextLine(text, at), line++) {
      String[] fields = text.substring(at, nextLine(text, at)).split("#", 2)[0].strip().split("\\s+");
      for (int i = 1; i < fields.length; i++) {
        names.putIfAbsent(fields[i].toLowerCase(Locale.ROOT), line);
      }
    }
    return line;
  }

  private static boolean isMarker(String text, int at, String marker) {
    int end = at + marker.length();
    return text.startsWith(marker, at) && (end == text.length() || text.charAt(end) <= ' ');
  }

  private static int nextLine(String text, int at) {
    int newline = text.indexOf('\n', at);
    return newline < 0 ? text.length() : newline + 1;
  }

  private static String eolOf(String text) {
    int newline = text.indexOf('\n');
    return newline > 0 && text.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
  }
}
