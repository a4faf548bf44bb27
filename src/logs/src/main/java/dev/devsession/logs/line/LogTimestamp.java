package dev.devsession.logs.line;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The time with which the kubelet begins each line ({@code timestamps=true}): RFC 3339 with up to nine digits of a
 * fraction, in the node's zone, and a space.
 *
 * @param nanos since 1970
 * @param length in bytes, with the space
 */
public record LogTimestamp(long nanos, int length) {
  private static final String PATTERN = "dddd-dd-ddTdd:dd:dd";
  private static final long NANOS = 1_000_000_000L;
  private static final int DIGITS = 9;

  /** Empty if the line doesn't begin with a time. */
  public static Optional<LogTimestamp> of(byte[] line) {
    for (int i = 0; i < PATTERN.length(); i++) {
      if (i >= line.length || PATTERN.charAt(i) == 'd' != isDigit(line, i)
          || PATTERN.charAt(i) != 'd' && PATTERN.charAt(i) != line[i]) {
        return Optional.empty();
      }
    }
    int month = number(line, 5, 7);
    int day = number(line, 8, 10);
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return Optional.empty();
    }
    // Days beyond the month's end count on, as nobody writes them.
    long seconds = (LocalDate.of(number(line, 0, 4), month, 1).toEpochDay() + day - 1) * 86_400
        + number(line, 11, 13) * 3_600L + number(line, 14, 16) * 60L + number(line, 17, 19);
    return zone(line, PATTERN.length(), seconds);
  }

  private static Optional<LogTimestamp> zone(byte[] line, int from, long seconds) {
    int at = from;
    long fraction = 0;
    if (at < line.length && line[at] == '.') {
      int digits = 0;
      for (at++; isDigit(line, at); at++, digits++) {
        fraction = digits < DIGITS ? fraction * 10 + line[at] - '0' : fraction;
      }
      for (; digits < DIGITS; digits++) {
        fraction *= 10;
      }
    }
    long offset = 0;
    if (at < line.length && line[at] == 'Z') {
      at++;
    } else if (at + 6 <= line.length && (line[at] == '+' || line[at] == '-') && isDigit(line, at + 1)
        && isDigit(line, at + 2) && line[at + 3] == ':' && isDigit(line, at + 4) && isDigit(line, at + 5)) {
      offset = number(line, at + 1, at + 3) * 3_600L + number(line, at + 4, at + 6) * 60L;
      offset = line[at] == '-' ? -offset : offset;
      at += 6;
    } else {
      return Optional.empty();
    }
    // An empty line has no space where something trims.
    return at < line.length && line[at] != ' '
        ? Optional.empty()
        : Optional.of(new LogTimestamp((seconds - offset) * NANOS + fraction, Math.min(at + 1, line.length)));
  }

  private static boolean isDigit(byte[] line, int at) {
    return at < line.length && line[at] >= '0' && line[at] <= '9';
  }

  private static int number(byte[] line, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + line[i] - '0';
    }
    return number;
  }
}
