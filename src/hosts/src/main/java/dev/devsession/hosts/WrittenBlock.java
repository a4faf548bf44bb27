package dev.devsession.hosts;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What this process has written into a hosts file so far.
 *
 * @param lines without their line breaks
 * @param ownBreak whether it also wrote the line break before the block
 */
record WrittenBlock(Set<String> lines, boolean ownBreak) {

  static final WrittenBlock NONE = new WrittenBlock(Set.of(), false);
  /** Of more lines only the last block's are remembered. */
  private static final int MOST = 50_000;

  /** With one more block; an editor may still save an earlier one. */
  WrittenBlock and(List<String> block, boolean withBreak) {
    Set<String> all = new HashSet<>(block);
    if (lines.size() + all.size() <= MOST) {
      all.addAll(lines);
    }
    return new WrittenBlock(all, withBreak);
  }

  boolean isNone() {
    return lines.isEmpty();
  }

  /** Whether a line is byte for byte what was written. */
  boolean has(String line) {
    return lines.contains(HostsLine.content(line));
  }
}
