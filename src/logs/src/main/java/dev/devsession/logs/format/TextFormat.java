package dev.devsession.logs.format;

import dev.devsession.logs.line.ControlCodes;
import dev.devsession.logs.line.JsonLogLine;
import dev.devsession.logs.line.LineFilter;
import dev.devsession.logs.line.LogLevel;
import dev.devsession.logs.line.LogLine;
import dev.devsession.logs.line.LogSource;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Time, Service and text in columns. A line of JSON becomes level, message and the fields that were asked for. */
public final class TextFormat implements LineFormat {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int NARROW = 9;
  private static final int WIDE = 32;
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String YELLOW = "33";

  private final Look look;
  private final ServiceColors colors = new ServiceColors();
  private final Map<String, Set<String>> pods = new HashMap<>();
  private int width = NARROW;

  /**
   * What can be chosen.
   *
   * @param timestamps whole times instead of the time of day
   * @param fields of JSON lines that are shown beside the message; {@code *}: all
   */
  public record Look(boolean color, boolean timestamps, Set<String> fields, ZoneId zone) {}

  public TextFormat(Look look) {
    this.look = look;
  }

  @Override
  public String print(LogLine line) {
    var source = line.source();
    var label = label(source);
    width = Math.max(width, Math.min(WIDE, label.length() + 1));
    var remark = source.remark().isEmpty() ? "" : "   " + paint(DIM, source.remark());
    return paint(DIM, time(line.nanos())) + " " + paint(colors.of(source.service()), label)
        + " ".repeat(Math.max(1, width - label.length())) + text(line) + remark + "\n";
  }

  /** The Service; of its second pod, or of a container that isn't its first, as much more as is needed. */
  private String label(LogSource source) {
    var known = pods.computeIfAbsent(source.service(), s -> new HashSet<>());
    if (!source.pod().isEmpty()) {
      known.add(source.pod());
    }
    var last = source.pod().substring(source.pod().lastIndexOf('-') + 1);
    return source.service() + (known.size() > 1 && !last.isEmpty() ? "·" + last : "")
        + (source.main() ? "" : "/" + source.container());
  }

  private String text(LogLine line) {
    return switch (line.kind()) {
      case NOTICE -> paint(YELLOW, line.text());
      case PIECE -> line.text() + paint(DIM, " …");
      case LINE -> {
        // What JSON escapes is a control code again once it is read.
        var folded = JsonLogLine.of(line.text()).flatMap(json -> json.fold(look.fields()))
            .map(text -> ControlCodes.clean(text, look.color())).orElse(line.text());
        yield look.color() ? byLevel(line.text(), folded) : folded;
      }
    };
  }

  private String byLevel(String original, String text) {
    if (text.indexOf('\u001b') >= 0) {
      return text; // it has colours of its own
    }
    var level = LineFilter.level(original).orElse(LogLevel.info);
    return level.compareTo(LogLevel.error) >= 0
        ? paint(RED, text)
        : level == LogLevel.warn ? paint(YELLOW, text) : text;
  }

  private String time(long nanos) {
    var time = Instant.ofEpochSecond(0, nanos).atZone(look.zone());
    return look.timestamps() ? time.toOffsetDateTime().toString() : CLOCK.format(time);
  }

  private String paint(String color, String text) {
    return look.color() ? "\u001b[" + color + "m" + text + "\u001b[0m" : text;
  }
}
