package dev.devsession.logs.line;

import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the level of a line that isn't JSON. */
public final class TextLevel {
  /** Where levels stand; further behind, such a word is part of the message. */
  private static final int HEAD = 160;
  private static final Pattern KLOG = Pattern.compile("([IWEF])\\d{4} \\d\\d:\\d\\d:\\d\\d\\..*", Pattern.DOTALL);
  private static final Pattern PAIR = Pattern
      .compile("(?i)(?<![\\w.])(?:level|lvl|severity|loglevel)[\"']?[=:] ?[\"']?([a-z]{3,13})\\b");
  private static final Pattern BRACKETED = Pattern
      .compile(
          "(?i)[\\[<(] ?(trace|debug|info|notice|warn|warning|error|severe|fatal|critical|crit|panic|emerg) ?[\\])>]");
  private static final Pattern WORD = Pattern
      .compile("(?<![\\w./-])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|PANIC)(?![\\w/-])");
  private static final Pattern FAILURE = Pattern
      .compile("(?:panic: |fatal error: |Traceback \\(most recent|Exception in thread |Unhandled |Uncaught ).*"
          + "|(?:[\\w$]+\\.)*[A-Z]\\w*(?:Exception|Error)(?:: .*)?", Pattern.DOTALL);
  private static final Pattern CONTINUATION = Pattern
      .compile("(?:\\s+\\S|Caused by: |Suppressed: |at |\\.\\.\\. \\d+ more|goroutine \\d+ |[)}\\]]).*",
          Pattern.DOTALL);

  private TextLevel() {}

  /** Empty if the line names none. */
  public static Optional<LogLevel> of(String line) {
    var head = line.substring(0, Math.min(HEAD, line.length()));
    if (KLOG.matcher(head).matches()) {
      return Optional.of(switch (head.charAt(0)) {
        case 'I' -> LogLevel.info;
        case 'W' -> LogLevel.warn;
        case 'E' -> LogLevel.error;
        default -> LogLevel.fatal;
      });
    }
    for (var pattern : new Pattern[]{PAIR, BRACKETED, WORD}) {
      var level = pattern.matcher(head).results().flatMap(found -> LogLevel.named(found.group(1)).stream()).findFirst();
      if (level.isPresent()) {
        return level;
      }
    }
    return FAILURE.matcher(head).matches() ? Optional.of(LogLevel.error) : Optional.empty();
  }

  /** Whether the line goes on with what the one before began, as those of a stack trace do. */
  public static boolean continues(String line) {
    return CONTINUATION.matcher(line.substring(0, Math.min(HEAD, line.length()))).matches();
  }
}
