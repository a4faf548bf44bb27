package dev.devsession.e2e.load;

import java.util.List;

/**
 * A request and what came of it.
 *
 * @param sentAt       {@link System#nanoTime()} before it was sent
 * @param tookNanos    until the answer's end, or until it failed
 * @param pauseNanos   the longest time without a byte of the answer
 * @param body         what was answered, or null
 * @param failure      what went wrong, or null
 */
public record Sent(String kind, long sentAt, long tookNanos, long pauseNanos, String body, String failure) {
  static Sent failed(String kind, long sentAt, String failure) {
    var took = System.nanoTime() - sentAt;
    return new Sent(kind, sentAt, took, took, null, failure);
  }

  public boolean failed() {
    return failure != null;
  }

  /** Whether this name gave the answer. */
  public boolean isBy(String name) {
    return !failed() && body.contains("\"by\":\"" + name);
  }

  public boolean isLocal() {
    return isBy("local process");
  }

  public boolean isOriginal() {
    return !failed() && !isLocal();
  }

  /** The same, but failed unless the body is that many lines, numbered from 0, all from one process. */
  Sent asLines(int count) {
    if (failed()) {
      return this;
    }
    var lines = body.lines().toList();
    var by = lines.isEmpty() ? "" : lines.getFirst().substring(1);
    for (var i = 0; i < Math.max(count, lines.size()); i++) {
      if (i >= lines.size() || !lines.get(i).equals(i + by)) {
        return failed(kind, sentAt, "line " + i + " is " + at(lines, i) + ", expected " + i + by);
      }
    }
    return this;
  }

  private static String at(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "missing";
  }
}
