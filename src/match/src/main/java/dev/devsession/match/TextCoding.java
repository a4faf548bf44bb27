package dev.devsession.match;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** How a part of a request is decoded: once, to UTF-8, where U+FFFD stands for what isn't. Memory: that of the text. */
enum TextCoding {
  /** As it is. */
  PLAIN(false, false),
  /** With {@code %41} for a byte (RFC 3986, section 2.1). A {@code %} without two hex digits is one. */
  PERCENT(true, false),
  /** The same, and {@code +} for a space (application/x-www-form-urlencoded). */
  FORM(true, true);

  /** In place of what is no byte. */
  private static final int NO_UTF_8 = 0xff;

  private final boolean percent;
  private final boolean plus;

  TextCoding(boolean percent, boolean plus) {
    this.percent = percent;
    this.plus = plus;
  }

  /** Whether this part means just what stands there. */
  boolean isLiteral(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c > '~' || c == '%' && percent || c == '+' && plus) {
        return false;
      }
    }
    return true;
  }

  String decode(String text, int from, int to) {
    var bytes = new ByteArrayOutputStream(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '%' && percent && i + 2 < to && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
        bytes.write(Character.digit(text.charAt(i + 1), 16) << 4 | Character.digit(text.charAt(i + 2), 16));
        i += 2;
      } else {
        bytes.write(c == '+' && plus ? ' ' : Math.min(c, NO_UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Character.digit takes the digits of every script. */
  private static boolean isHex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }
}
