package dev.devsession.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Expressions in RE2 syntax, which match in time linear in the value. The factor is the size of the compiled program,
 * so that is bounded, and so is the value: a request must not hold up a proxy that others share.
 */
final class LinearRegex {
  static final int MAX_LENGTH = 1024;
  /** Instructions. */
  static final int MAX_PROGRAM = 500;
  /** Chars. No longer value matches an expression. */
  static final int MAX_VALUE = 4096;

  private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[a-zA-Z]*i");
  private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x00-\\x7f]|\\\\[0-7x]");

  private LinearRegex() {}

  /** @throws IllegalArgumentException saying what is wrong with the expression */
  static Pattern compile(String expression) {
    if (expression.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "an expression has at most " + MAX_LENGTH + " characters, this one has " + expression.length());
    }
    var quoted = "the expression \"" + expression + "\" ";
    // re2j 1.8 compiles some of these for ever: it follows foldings of today's Unicode that never come round.
    if (IGNORES_CASE.matcher(expression).find() && BEYOND_ASCII.matcher(expression).find()) {
      throw new IllegalArgumentException(quoted + "may have (?i) only with ASCII characters, and none by its number");
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(quoted + "is not in RE2 syntax: " + e.getDescription(), e);
    }
    if (pattern.programSize() > MAX_PROGRAM) {
      throw new IllegalArgumentException(quoted + "is too large: it compiles to " + pattern.programSize()
          + " instructions, of " + MAX_PROGRAM + " allowed; make its repetitions shorter");
    }
    return pattern;
  }

  static boolean matches(Pattern pattern, CharSequence value) {
    return value.length() <= MAX_VALUE && pattern.matcher(value).matches();
  }
}
