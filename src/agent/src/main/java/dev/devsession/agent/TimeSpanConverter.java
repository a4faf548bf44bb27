package dev.devsession.agent;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as kubectl takes it: {@code 90s}, {@code 2m}, {@code 1h30m}, or {@code 0}. */
final class TimeSpanConverter implements ITypeConverter<Duration> {
  private static final Pattern SPAN = Pattern.compile("(?:(\\d{1,5})h)?(?:(\\d{1,5})m)?(?:(\\d{1,5})s)?");

  @Override
  public Duration convert(String text) {
    var span = SPAN.matcher(text);
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.isEmpty() || !span.matches()) {
      throw new TypeConversionException("\"" + text + "\" must be a time such as 90s, 2m or 1h30m, or 0 for no limit");
    }
    return Duration.ofHours(number(span.group(1))).plusMinutes(number(span.group(2)))
        .plusSeconds(number(span.group(3)));
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
