package dev.devsession.files.volume;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels and annotations as the downward API writes them: sorted lines of {@code key="value"}, quoted as Go does. */
final class QuotedText {
  private QuotedText() {}

  static String lines(Map<String, String> values) {
    return new TreeMap<>(values).entrySet().stream().map(e -> e.getKey() + "=" + quote(e.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** As Go's strconv.Quote. */
  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escape(c)));
    return quoted.append('"').toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case 7 -> "\\a";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case 11 -> "\\v";
      default -> isPrintable(c) ? Character.toString(c) : hidden(c);
    };
  }

  private static String hidden(int c) {
    return c < ' ' || c == 127
        ? "\\x%02x".formatted(c)
        : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c);
  }

  /** As Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and of spaces only the ASCII one. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
        false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
