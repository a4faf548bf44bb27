package dev.devsession.agent;

import dev.devsession.agent.logs.TerminalColors;
import dev.devsession.logs.follow.LogChoice;
import dev.devsession.logs.format.JsonLogFormat;
import dev.devsession.logs.format.LineFormat;
import dev.devsession.logs.format.TextFormat;
import dev.devsession.logs.line.LineFilter;
import dev.devsession.logs.line.LogLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which lines to show, and how. */
final class LogsOptions {
  private static final int TAIL = 10;

  /** The formats of {@code -o}. */
  enum Format {
    text,
    json,
    raw
  }

  @Option(names = {"-f", "--follow"}, description = "Go on until you stop it; pods that come later are read from their "
      + "first line.")
  private boolean follow;

  @Option(names = "--since", paramLabel = "TIME", converter = TimeSpanConverter.class,
      description = "Only lines of the last TIME, such as 10m.")
  private Duration since;

  @Option(names = "--tail", paramLabel = "N", description = "The last N lines of each container. Default: 10; with "
      + "--since or --previous all.")
  private Integer tail;

  @Option(names = "--previous", description = "What containers wrote before they last started again.")
  private boolean previous;

  @Option(names = "--container", paramLabel = "REGEX", description = "Only containers whose name contains it.")
  private Pattern container;

  @Option(names = "--grep", paramLabel = "REGEX", description = "Only lines that contain it.")
  private Pattern grep;

  @Option(names = "--exclude", paramLabel = "REGEX", description = "No lines that contain it.")
  private Pattern exclude;

  @Option(names = "--level", paramLabel = "LEVEL", description = "Only lines of this level or above: "
      + "${COMPLETION-CANDIDATES}. A line that names none counts as info.")
  private LogLevel level;

  @Option(names = "--session", paramLabel = "NAME",
      description = "Only lines that carry devsession=NAME, as baggage or a field.")
  private String session;

  @Option(names = "--trace", paramLabel = "ID", description = "Only lines that carry this id of a trace.")
  private String trace;

  @Option(names = {"-o", "--output"}, paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. raw: only what the containers wrote. Default: text.")
  private Format output = Format.text;

  @Option(names = "--fields", paramLabel = "NAME", split = ",",
      description = "Fields of JSON lines to show beside the message; * for all.")
  private Set<String> fields = Set.of();

  @Option(names = "--timestamps", description = "Show date, fraction and zone of each line.")
  private boolean timestamps;

  @Option(names = "--no-color", description = "No colours; also with NO_COLOR, or if the output is no terminal.")
  private boolean noColor;

  LogChoice choice(List<String> services) {
    return new LogChoice(services, follow, Optional.ofNullable(since).map(Instant.now()::minus), tail(), previous,
        Optional.ofNullable(container), new LineFilter.Choice(Optional.ofNullable(grep), Optional.ofNullable(exclude),
            Optional.ofNullable(level), key()),
        colors());
  }

  LineFormat format() {
    return switch (output) {
      case text -> new TextFormat(new TextFormat.Look(colors(), timestamps, fields, ZoneId.systemDefault()));
      case json -> new JsonLogFormat();
      case raw -> LineFormat.raw();
    };
  }

  private OptionalInt tail() {
    return tail != null ? OptionalInt.of(tail) : since != null || previous ? OptionalInt.empty() : OptionalInt.of(TAIL);
  }

  private Optional<Predicate<String>> key() {
    var ofSession = Optional.ofNullable(session).map(LineFilter::session);
    var ofTrace = Optional.ofNullable(trace).map(LineFilter::trace);
    return ofSession.isPresent() && ofTrace.isPresent()
        ? Optional.of(ofSession.get().and(ofTrace.get()))
        : ofSession.or(() -> ofTrace);
  }

  private boolean colors() {
    return !noColor && output == Format.text && TerminalColors.wanted();
  }
}
