package dev.devsession.match;

/** Named values in one text, each tested where it stands. Time: linear in the text. */
final class ListItems {
  private ListItems() {}

  /** Whether a list member of a {@code baggage} header (W3C Baggage, section 3.3.1) has this key and passes. */
  static boolean hasMember(String line, String key, ValueMatcher value) {
    for (int from = 0, end; from < line.length(); from = end + 1) {
      end = end(line, ',', from, line.length());
      int properties = end(line, ';', from, end);
      int equals = line.indexOf('=', from, properties);
      if (equals >= 0 && is(line, from, equals, key)) {
        int start = skip(line, equals + 1, properties);
        if (value.matches(line, start, trim(line, start, properties), TextCoding.PERCENT)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a cookie of a {@code Cookie} header (RFC 6265, sections 4.1.1 and 5.4) has this name and passes. */
  static boolean hasCookie(String line, String name, ValueMatcher value) {
    for (int from = 0, end; from < line.length(); from = end + 1) {
      end = end(line, ';', from, line.length());
      int equals = line.indexOf('=', from, end);
      if (equals >= 0 && is(line, from, equals, name)) {
        int start = skip(line, equals + 1, end);
        int stop = trim(line, start, end);
        boolean quoted = stop - start >= 2 && line.charAt(start) == '"' && line.charAt(stop - 1) == '"';
        if (value.matches(line, quoted ? start + 1 : start, quoted ? stop - 1 : stop, TextCoding.PLAIN)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a parameter of a query that begins at {@code from} has this name and passes. */
  static boolean hasParameter(String target, int from, ValueMatcher name, ValueMatcher value) {
    for (int start = from, end; start < target.length(); start = end + 1) {
      end = end(target, '&', start, target.length());
      int equals = end(target, '=', start, end);
      if (end > start && name.matches(target, start, equals, TextCoding.FORM)
          && value.matches(target, Math.min(equals + 1, end), end, TextCoding.FORM)) {
        return true;
      }
    }
    return false;
  }

  private static int end(String text, char separator, int from, int to) {
    int at = text.indexOf(separator, from, to);
    return at < 0 ? to : at;
  }

  private static boolean is(String text, int from, int to, String name) {
    int start = skip(text, from, to);
    return trim(text, start, to) - start == name.length() && text.startsWith(name, start);
  }

  private static int skip(String text, int from, int to) {
    int start = from;
    while (start < to && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private static int trim(String text, int from, int to) {
    int end = to;
    while (end > from && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
