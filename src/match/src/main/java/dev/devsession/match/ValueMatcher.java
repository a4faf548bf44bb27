package dev.devsession.match;

import com.google.re2j.Pattern;

/** A compiled {@link ValueTest}. */
final class ValueMatcher {
  private final ValueTest test;
  /** Of a Regex, else null. */
  private final Pattern pattern;

  /** @throws IllegalArgumentException saying what is wrong with an expression */
  ValueMatcher(ValueTest test) {
    this.test = test;
    this.pattern = test instanceof ValueTest.Regex(var expression) ? LinearRegex.compile(expression) : null;
  }

  /** Copies nothing if the part of the text needs no decoding, unless an expression tests it. */
  boolean matches(String text, int from, int to, TextCoding coding) {
    if (test instanceof ValueTest.Present) {
      return true;
    }
    if (coding.isLiteral(text, from, to)) {
      return passes(text, from, to);
    }
    return matches(coding.decode(text, from, to));
  }

  /** Whether a value that is decoded already passes. */
  boolean matches(String value) {
    return passes(value, 0, value.length());
  }

  private boolean passes(String text, int from, int to) {
    return switch (test) {
      case ValueTest.Exact(var value) -> to - from == value.length() && text.startsWith(value, from);
      case ValueTest.Prefix(var value) -> to - from >= value.length() && text.startsWith(value, from);
      case ValueTest.Regex _ -> LinearRegex.matches(pattern, text.substring(from, to));
      case ValueTest.Present() -> true;
    };
  }
}
