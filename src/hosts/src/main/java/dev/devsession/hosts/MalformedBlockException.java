package dev.devsession.hosts;

/** The markers in the hosts file do not form one block, so no edit of it is safe. */
public final class MalformedBlockException extends Exception {

  private final int line;

  MalformedBlockException(int line, String problem) {
    super("line " + line + ": " + problem);
    this.line = line;
  }

  /** The line of the offending marker, counted from 1. */
  public int line() {
    return line;
  }
}
