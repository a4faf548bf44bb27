package dev.devsession.logs.format;

import dev.devsession.logs.line.LogLine;

/** How a line is printed. */
public interface LineFormat {
  /** The line with its end; empty: it isn't printed. */
  String print(LogLine line);

  /** Only what the containers wrote. */
  static LineFormat raw() {
    return line -> switch (line.kind()) {
      case LINE -> line.text() + "\n";
      case PIECE -> line.text();
      case NOTICE -> "";
    };
  }
}
