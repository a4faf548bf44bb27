package dev.devsession.proxy.relay;

/**
 * Follows a client's requests. A client may send several before the first answer, so it records which of them are HEAD.
 */
final class Http1Requests extends Http1Messages {

  private int waiting;
  /** A bit for each waiting request, the lowest for the first: set for HEAD. */
  private long heads;

  @Override
  boolean startLine(Http1Line line) {
    if (!line.isRequest() || waiting == Long.SIZE) {
      return false;
    }
    heads |= line.isHead() ? 1L << waiting : 0;
    waiting++;
    return true;
  }

  /** How many requests wait for their answer or its end. */
  int waiting() {
    return waiting;
  }

  boolean isFirstHead() {
    return (heads & 1) != 0;
  }

  void firstAnswered() {
    if (waiting > 0) {
      waiting--;
      heads >>>= 1;
    }
  }

  @Override
  boolean isInterim() {
    return false;
  }

  @Override
  boolean isWithoutBody() {
    return false;
  }

  @Override
  boolean isEmptyWithoutLength() {
    return true;
  }

  @Override
  void messageEnded() {
    // The request waits for its answer.
  }
}
