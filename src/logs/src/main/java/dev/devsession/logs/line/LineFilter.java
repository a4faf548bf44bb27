package dev.devsession.logs.line;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which lines of one container are shown. It remembers the last level, which the lines of a stack trace share. */
public final class LineFilter {
  private final Choice choice;
  private LogLevel last = LogLevel.info;

  /**
   * What the user asked for.
   *
   * @param grep a line must contain it
   * @param exclude a line must not contain it
   * @param level lines below it are left out; one that names no level counts as info
   * @param key a line must carry it; see {@link #session} and {@link #trace}
   */
  public record Choice(Optional<Pattern> grep, Optional<Pattern> exclude, Optional<LogLevel> level,
      Optional<Predicate<String>> key) {
    /** All lines. */
    public static final Choice ALL = new Choice(Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  public LineFilter(Choice choice) {
    this.choice = choice;
  }

  /** @param line without control codes */
  public boolean shows(String line) {
    return isGrave(line) && choice.grep().map(p -> p.matcher(line).find()).orElse(true)
        && !choice.exclude().map(p -> p.matcher(line).find()).orElse(false)
        && choice.key().map(k -> k.test(line)).orElse(true);
  }

  private boolean isGrave(String line) {
    if (choice.level().isEmpty()) {
      return true;
    }
    if (!TextLevel.continues(line)) {
      last = level(line).orElse(LogLevel.info);
    }
    return last.compareTo(choice.level().get()) >= 0;
  }

  /** Of any line. */
  public static Optional<LogLevel> level(String line) {
    return JsonLogLine.of(line).map(JsonLogLine::level).orElseGet(() -> TextLevel.of(line));
  }

  /**
   * Lines of a session's requests: {@code devsession=ada} as a member of baggage, a pair or a JSON field, and not
   * {@code ada2}.
   */
  public static Predicate<String> session(String name) {
    return Pattern.compile("(?<![\\w.-])devsession\\\\?[\"']?\\s{0,4}[=:]\\s{0,4}\\\\?[\"']?" + Pattern.quote(name)
        + "(?![\\w.-])").asPredicate();
  }

  /** Lines that name a trace; also as part of a W3C traceparent. */
  public static Predicate<String> trace(String id) {
    return Pattern.compile("(?<![0-9A-Za-z])" + Pattern.quote(id) + "(?![0-9A-Za-z])", Pattern.CASE_INSENSITIVE)
        .asPredicate();
  }
}
