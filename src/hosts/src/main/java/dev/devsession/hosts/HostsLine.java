package dev.devsession.hosts;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a hosts file.
 *
 * @param text with its line break, if it has one
 * @param number counted from 1
 * @param ours whether this program wrote it
 */
record HostsLine(String text, int number, boolean ours) {

  /** The lines of a text, each with its line break. */
  static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length();) {
      int newline = text.indexOf('\n', at);
      int next = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(at, next));
      at = next;
    }
    return lines;
  }

  /** Without the line break. */
  static String content(String line) {
    return line.endsWith("\r\n")
        ? line.substring(0, line.length() - 2)
        : line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
  }

  /** The line break that a text uses. */
  static String eol(String text) {
    int newline = text.indexOf('\n');
    return newline > 0 && text.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
  }
}
