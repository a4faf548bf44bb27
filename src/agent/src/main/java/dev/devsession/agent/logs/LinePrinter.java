package dev.devsession.agent.logs;

import dev.devsession.logs.format.LineFormat;
import dev.devsession.logs.order.OrderedLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Prints lines as they become due. */
public final class LinePrinter {
  private static final int BUFFER = 32 * 1024;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final OrderedLines lines;
  private final LineFormat format;
  private final OutputStream out;

  public LinePrinter(OrderedLines lines, LineFormat format, OutputStream out) {
    this.lines = lines;
    this.format = format;
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  /** Returns when the lines were closed and all are printed, or the reader of the output is gone. */
  public void run() throws InterruptedException {
    try {
      while (!lines.isDone()) {
        var next = lines.next(Duration.ZERO);
        if (next.isEmpty()) {
          out.flush();
          next = lines.next(LOOK);
        }
        if (next.isPresent()) {
          out.write(format.print(next.get()).getBytes(StandardCharsets.UTF_8));
        }
      }
      out.flush();
    } catch (IOException e) {
      lines.close(); // as of  devsession logs | head
    }
  }
}
