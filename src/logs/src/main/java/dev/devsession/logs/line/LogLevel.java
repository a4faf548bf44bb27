package dev.devsession.logs.line;

import java.util.Locale;
import java.util.Optional;

/** How grave a line is, from the least. */
public enum LogLevel {
  trace,
  debug,
  info,
  warn,
  error,
  fatal;

  /** As the libraries of many languages name it; also in digits, as pino and bunyan do (30 is info). */
  public static Optional<LogLevel> named(String word) {
    return Optional.ofNullable(switch (word.toLowerCase(Locale.ROOT)) {
      case "trace", "finest", "finer", "verbose", "10" -> trace;
      case "debug", "dbg", "fine", "20" -> debug;
      case "info", "inf", "information", "informational", "notice", "config", "30" -> info;
      case "warn", "warning", "wrn", "40" -> warn;
      case "error", "err", "severe", "50" -> error;
      case "fatal", "ftl", "critical", "crit", "panic", "dpanic", "alert", "emerg", "emergency", "60" -> fatal;
      default -> null;
    });
  }
}
