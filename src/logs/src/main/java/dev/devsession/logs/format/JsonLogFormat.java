package dev.devsession.logs.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.devsession.logs.line.JsonLogLine;
import dev.devsession.logs.line.LineFilter;
import dev.devsession.logs.line.LogLine;
import java.time.Instant;

/** An object for each line. */
public final class JsonLogFormat implements LineFormat {
  private static final long SECOND = 1_000_000_000L;

  @Override
  public String print(LogLine line) {
    var object = JsonNodeFactory.instance.objectNode().put("time", time(line.nanos()))
        .put("service", line.source().service());
    if (!line.source().pod().isEmpty()) {
      object.put("pod", line.source().pod());
    }
    if (!line.source().container().isEmpty()) {
      object.put("container", line.source().container());
    }
    if (line.kind() == LogLine.Kind.NOTICE) {
      return object.put("notice", line.text()) + "\n";
    }
    if (!line.source().remark().isEmpty()) {
      object.put("remark", line.source().remark());
    }
    LineFilter.level(line.text()).ifPresent(level -> object.put("level", level.name()));
    if (line.kind() == LogLine.Kind.PIECE) {
      object.put("continues", true);
    }
    object.put("line", line.text());
    JsonLogLine.of(line.text()).ifPresent(json -> object.set("fields", json.object()));
    return object + "\n";
  }

  /** In RFC 3339. */
  static String time(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND)).toString();
  }
}
