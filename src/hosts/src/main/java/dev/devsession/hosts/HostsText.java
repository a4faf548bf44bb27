package dev.devsession.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hosts file's text, parted around our block. Bytes map one to one to characters (ISO 8859-1), so any encoding, even
 * a broken one, survives an edit.
 */
public final class HostsText {

  static final String BEGIN = "# BEGIN devsession";
  static final String END = "# END devsession";

  /** On the begin marker: the line break before it is ours too, because the file had none at its end. */
  private static final String OWN_BREAK = " (and the line break before it)";

  /**
   * Our block as found.
   *
   * @param lines
   *          markers included, as far as they are there
   * @param eol
   *          the line break it is written with
   * @param intact
   *          whether it is between its markers, whole
   */
  private record Block(List<String> lines, String eol, boolean ownBreak, boolean intact) {}

  private final String text;
  private final String before;
  private final Optional<Block> block;
  private final String after;
  private final Map<String, Integer> otherNames;
  private final List<String> foreignLines;

  /** @param place index of the line where the block begins, if there is one */
  private HostsText(List<HostsLine> lines, int place, Optional<Block> block, List<String> foreignLines) {
    this.text = join(lines.stream());
    this.before = join(lines.subList(0, place).stream().filter(line -> !line.ours()));
    this.block = block;
    this.after = join(lines.subList(place, lines.size()).stream().filter(line -> !line.ours()));
    this.otherNames = names(lines);
    this.foreignLines = foreignLines;
  }

  /**
   * Finds the block.
   *
   * @throws MalformedBlockException
   *           if a marker has no partner, or there is more than one block
   */
  public static HostsText parse(byte[] bytes) throws MalformedBlockException {
    return parse(bytes, WrittenBlock.NONE);
  }

  /**
   * Finds the block, also what is left of it where another program has removed a marker: lines that are byte for byte
   * what was written are ours, wherever they are.
   *
   * @throws MalformedBlockException
   *           if the markers don't form one block, and nothing was written yet
   */
  static HostsText parse(byte[] bytes, WrittenBlock written) throws MalformedBlockException {
    List<String> raw = HostsLine.split(new String(bytes, ISO_8859_1));
    int[] range;
    try {
      range = BlockMarkers.find(raw);
    } catch (MalformedBlockException e) {
      if (written.isNone()) {
        throw e;
      }
      return recovered(raw, written);
    }
    if (range.length == 0) {
      return recovered(raw, written);
    }
    List<HostsLine> lines = new ArrayList<>(raw.size());
    List<String> foreign = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      boolean inside = i >= range[0] && i <= range[1];
      boolean own = written.has(raw.get(i));
      lines.add(new HostsLine(raw.get(i), i + 1, inside || own));
      if (inside && !own && !written.isNone() && i != range[0] && i != range[1] && !raw.get(i).isBlank()) {
        foreign.add(raw.get(i).strip());
      }
    }
    String firstLine = raw.get(range[0]);
    return new HostsText(lines, range[0], Optional.of(new Block(
        raw.subList(range[0], range[1] + 1).stream().map(HostsLine::content).toList(), HostsLine.eol(firstLine),
        firstLine.contains(OWN_BREAK), lines.stream().filter(HostsLine::ours).count() == range[1] - range[0] + 1)),
        foreign);
  }

  private static HostsText recovered(List<String> raw, WrittenBlock written) {
    List<HostsLine> lines = new ArrayList<>(raw.size());
    for (int i = 0; i < raw.size(); i++) {
      lines.add(new HostsLine(raw.get(i), i + 1, written.has(raw.get(i))
          || !written.isNone() && (BlockMarkers.is(raw.get(i), BEGIN) || BlockMarkers.is(raw.get(i), END))));
    }
    List<HostsLine> ours = lines.stream().filter(HostsLine::ours).toList();
    if (ours.isEmpty()) {
      return new HostsText(lines, lines.size(), Optional.empty(), List.of());
    }
    return new HostsText(lines, ours.getFirst().number() - 1,
        Optional.of(new Block(ours.stream().map(line -> HostsLine.content(line.text())).toList(),
            HostsLine.eol(ours.getFirst().text()), written.ownBreak(), false)),
        List.of());
  }

  /** The whole text as it was found. */
  public byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }

  /** Whether two texts are the same, byte for byte. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HostsText that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  public boolean hasBlock() {
    return block.isPresent();
  }

  /** Whether a block with these lines between its markers is there, and no other line of ours. */
  public boolean hasBlock(List<String> lines) {
    List<String> found = blockLines();
    return block.filter(Block::intact).isPresent() && found.size() == lines.size() + 2
        && found.subList(1, found.size() - 1).equals(lines);
  }

  /** The block's lines, markers included; empty without a block. */
  public List<String> blockLines() {
    return block.map(Block::lines).orElse(List.of());
  }

  /** Lines that another program wrote into the block since; they go with the next edit. */
  public List<String> foreignLines() {
    return foreignLines;
  }

  /** The whole text with the block holding these lines, in its old place or, if it is new, at the end. */
  public byte[] withBlock(List<String> lines) {
    String eol = block.map(Block::eol).orElseGet(() -> HostsLine.eol(before));
    StringBuilder next = new StringBuilder(before);
    if (ownBreak() && block.isEmpty()) {
      next.append(eol);
    }
    next.append(BEGIN).append(ownBreak() ? OWN_BREAK : "").append(eol);
    lines.forEach(line -> next.append(line).append(eol));
    return next.append(END).append(eol).append(after).toString().getBytes(ISO_8859_1);
  }

  /** Whether the line break before the block is ours, or would be. */
  boolean ownBreak() {
    return block.map(Block::ownBreak).orElseGet(() -> !before.isEmpty() && !before.endsWith("\n"));
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
    return otherNames;
  }

  /** The addresses, as they are written, of the lines outside the block. */
  public Set<String> otherAddresses() {
    return (before + after).lines().map(line -> line.split("#", 2)[0].strip().split("\\s+")[0])
        .filter(address -> !address.isEmpty()).collect(Collectors.toSet());
  }

  /** The marker that begins a block. */
  static String begin(boolean ownBreak) {
    return BEGIN + (ownBreak ? OWN_BREAK : "");
  }

  private static Map<String, Integer> names(List<HostsLine> lines) {
    Map<String, Integer> names = new HashMap<>();
    for (HostsLine line : lines) {
      if (!line.ours()) {
        String[] fields = line.text().split("#", 2)[0].strip().split("\\s+");
        for (int i = 1; i < fields.length; i++) {
          names.putIfAbsent(fields[i].toLowerCase(Locale.ROOT), line.number());
        }
      }
    }
    return names;
  }

  private static String join(Stream<HostsLine> lines) {
    return lines.map(HostsLine::text).collect(Collectors.joining());
  }
}
