package dev.devsession.logs.follow;

import dev.devsession.logs.line.ControlCodes;
import dev.devsession.logs.line.LineFilter;
import dev.devsession.logs.line.LineSplitter;
import dev.devsession.logs.line.LogLine;
import dev.devsession.logs.line.LogSource;
import dev.devsession.logs.line.LogTimestamp;
import dev.devsession.logs.order.LineOrder;
import dev.devsession.logs.order.OrderedLines;
import dev.devsession.logs.order.ReadPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Takes the bytes of one container's streams, and gives on each line that is new and wanted. Of one thread. */
final class LineIntake {
  private final OrderedLines lines;
  private final LineOrder.Lane lane;
  private final Supplier<LogSource> source;
  private final LineFilter filter;
  private final boolean colors;
  private final ReadPosition position = new ReadPosition();
  private long nanos;
  private long first;
  private boolean known;
  private boolean shown;
  private String said = "";

  LineIntake(OrderedLines lines, LineOrder.Lane lane, Supplier<LogSource> source, LogChoice choice) {
    this.lines = lines;
    this.lane = lane;
    this.source = source;
    this.filter = new LineFilter(choice.filter());
    this.colors = choice.colors();
  }

  ReadPosition position() {
    return position;
  }

  /** The time of the first line of the last stream, whether known or new. */
  long first() {
    return first;
  }

  /** What to do with a stream that may begin with known lines. */
  interface Unseamed {
    /** The first new line doesn't follow the last known one. */
    void say() throws InterruptedException;
  }

  /**
   * Reads a stream to its end.
   *
   * @param whole whether a line without an end is one
   * @param heard called for each line
   * @return whether there was a new line
   * @throws IOException if it breaks
   */
  boolean read(InputStream stream, ReadPosition.Resumption resumption, boolean whole, Unseamed unseamed,
      Unseamed heard) throws IOException, InterruptedException {
    var splitter = new LineSplitter(stream);
    var fruitful = false;
    first = Long.MAX_VALUE;
    for (var piece = splitter.next(); piece != null; piece = splitter.next()) {
      fruitful |= take(piece, resumption, unseamed);
      heard.say();
    }
    var rest = whole ? splitter.rest() : null;
    return fruitful | (rest != null && take(rest, resumption, unseamed));
  }

  /** Adds a line of DevSession's own. */
  void say(String text) throws InterruptedException {
    lines.add(lane,
        new LogLine(source.get(), OrderedLines.now(), ControlCodes.clean(text, false), LogLine.Kind.NOTICE));
  }

  private boolean take(LineSplitter.Piece piece, ReadPosition.Resumption resumption, Unseamed unseamed)
      throws InterruptedException {
    int from = 0;
    if (piece.begins()) {
      var time = LogTimestamp.of(piece.bytes());
      known = time.isEmpty();
      if (known) {
        foreign(text(piece.bytes(), 0));
        return false;
      }
      nanos = time.get().nanos();
      from = time.get().length();
      first = Math.min(first, nanos);
    }
    if (known && !piece.begins() || !resumption.isNew(nanos, piece.bytes())) {
      return false;
    }
    if (resumption.isUnseamed()) {
      unseamed.say();
    }
    position.read(nanos, piece.bytes());
    var text = text(piece.bytes(), from);
    var plain = ControlCodes.clean(text, false);
    shown = filter.shows(plain) || shown && !piece.begins();
    if (shown) {
      lines.add(lane, new LogLine(source.get(), nanos, colors ? ControlCodes.clean(text, true) : plain,
          piece.ends() ? LogLine.Kind.LINE : LogLine.Kind.PIECE));
    }
    return true;
  }

  /** What the kubelet writes into the stream about itself has no time before it. */
  private void foreign(String text) throws InterruptedException {
    if (!text.isBlank() && !text.equals(said)) {
      said = text;
      say("(the node says: " + text + ")");
    }
  }

  private static String text(byte[] bytes, int from) {
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }
}
