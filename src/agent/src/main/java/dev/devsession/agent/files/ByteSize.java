package dev.devsession.agent.files;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Sizes as people write them: {@code 512}, {@code 10M}, {@code 1.5Gi}; each unit is 1024 of the former. */
public final class ByteSize implements ITypeConverter<Long> {
  private static final String UNITS = "KMGT";
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([KMGTkmgt]?)(?:i?[Bb]?)");
  private static final int STEP = 1024;

  @Override
  public Long convert(String text) {
    var found = TEXT.matcher(text.strip());
    if (!found.matches()) {
      throw new AgentException(ExitCode.BAD_INPUT, "\"" + text + "\" is no size, such as 512K, 100M or 1.5G");
    }
    var power = 1 + UNITS.indexOf(found.group(2).isEmpty() ? "-" : found.group(2).toUpperCase(Locale.ROOT));
    return (long) (Double.parseDouble(found.group(1)) * Math.pow(STEP, power));
  }

  /** Such as {@code 12.4 MiB}. */
  static String of(long bytes) {
    double size = bytes;
    int unit = -1;
    while (size >= STEP && unit < UNITS.length() - 1) {
      size /= STEP;
      unit++;
    }
    return unit < 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %ciB", size, UNITS.charAt(unit));
  }
}
