package dev.devsession.agent.logs;

import dev.devsession.logs.format.LineFormat;
import dev.devsession.logs.order.OrderedLines;
import java.time.Duration;
import java.util.function.Predicate;

/** Prints lines as they become due. */
public final class LinePrinter {
  private static final int AT_ONCE = 16 * 1024;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final OrderedLines lines;
  private final LineFormat format;
  private final Predicate<String> out;

  /** @param out prints whole lines; false: nobody reads them any more, as of {@code devsession logs | head} */
  public LinePrinter(OrderedLines lines, LineFormat format, Predicate<String> out) {
    this.lines = lines;
    this.format = format;
    this.out = out;
  }

  /** Returns when the lines were closed and all are printed, or nobody reads them. */
  public void run() throws InterruptedException {
    var due = new StringBuilder();
    while (!lines.isDone()) {
      var next = lines.next(due.isEmpty() ? LOOK : Duration.ZERO);
      next.ifPresent(line -> due.append(format.print(line)));
      if (!due.isEmpty() && (next.isEmpty() || due.length() > AT_ONCE)) {
        if (!out.test(due.toString())) {
          lines.close();
          return;
        }
        due.setLength(0);
      }
    }
    out.test(due.toString());
  }
}
