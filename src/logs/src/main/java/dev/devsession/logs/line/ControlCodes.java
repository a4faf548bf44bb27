package dev.devsession.logs.line;

/**
 * Takes out what would steer a terminal (ECMA-48): a log must not be able to move the cursor, change the title or type
 * at the prompt. Colours (SGR) can stay. Other control characters become visible signs, so that nothing vanishes.
 */
public final class ControlCodes {
  private static final char ESCAPE = 0x1b;
  private static final char BELL = 0x07;
  private static final char CSI = 0x9b;
  private static final char ST = 0x9c;
  private static final String STRINGS = "\u0090\u0098\u009d\u009e\u009f";
  private static final String STRINGS_BY_ESCAPE = "PX]^_";
  private static final String RESET = "\u001b[0m";

  private final String text;
  private final boolean colors;
  private final StringBuilder clean;
  private boolean colored;
  private boolean endless;

  private ControlCodes(String text, boolean colors) {
    this.text = text;
    this.colors = colors;
    this.clean = new StringBuilder(text.length());
  }

  /**
   * The text without control codes, and without a carriage return at its end.
   *
   * @param colors whether colours stay; then they end with the line
   */
  public static String clean(String text, boolean colors) {
    var line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    for (int i = 0; i < line.length(); i++) {
      if (isControl(line.charAt(i))) {
        return new ControlCodes(line, colors).clean();
      }
    }
    return line;
  }

  private String clean() {
    for (int at = 0; at < text.length();) {
      char c = text.charAt(at);
      if (!isControl(c)) {
        clean.append(c);
        at++;
      } else if (c == ESCAPE) {
        at = escape(at);
      } else if (c == CSI) {
        at = sequence(at, at + 1);
      } else if (STRINGS.indexOf(c) >= 0) {
        at = string(at + 1);
      } else {
        clean.append(sign(c));
        at++;
      }
    }
    return colored ? clean.append(RESET).toString() : clean.toString();
  }

  private int escape(int from) {
    int at = from + 1;
    if (at < text.length() && text.charAt(at) == '[') {
      return sequence(from, at + 1);
    }
    if (at < text.length() && STRINGS_BY_ESCAPE.indexOf(text.charAt(at)) >= 0) {
      return string(at + 1);
    }
    at = skip(at, ' ', '/');
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '~' ? at + 1 : at;
  }

  /** A control sequence; if it isn't one in the end, what followed its beginning is text. */
  private int sequence(int from, int parameters) {
    int intermediates = skip(parameters, '0', '?');
    int at = skip(intermediates, ' ', '/');
    if (at == text.length() || text.charAt(at) < '@' || text.charAt(at) > '~') {
      return parameters;
    }
    if (colors && text.charAt(at) == 'm' && at == intermediates
        && text.substring(parameters, at).chars().allMatch(c -> c <= ';')) {
      clean.append(ESCAPE).append('[').append(text, parameters, at + 1);
      colored = true;
    }
    return at + 1;
  }

  /** A string up to its terminator; without one, it is text. */
  private int string(int from) {
    for (int at = from; at < text.length() && !endless; at++) {
      char c = text.charAt(at);
      if (c == BELL || c == ST) {
        return at + 1;
      }
      if (c == ESCAPE) {
        return at + 1 < text.length() && text.charAt(at + 1) == '\\' ? at + 2 : from;
      }
    }
    endless = true; // so is every string that begins later
    return from;
  }

  private int skip(int from, char first, char last) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= first && text.charAt(at) <= last) {
      at++;
    }
    return at;
  }

  private static boolean isControl(char c) {
    return c < ' ' && c != '\t' || c >= 0x7f && c <= 0x9f || isReordering(c);
  }

  /** Unicode's controls of direction and its line separators, by which a line can look like another. */
  private static boolean isReordering(char c) {
    return c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
  }

  private static char sign(char c) {
    return c < ' ' ? (char) (0x2400 + c) : c == 0x7f ? '\u2421' : '\ufffd';
  }
}
