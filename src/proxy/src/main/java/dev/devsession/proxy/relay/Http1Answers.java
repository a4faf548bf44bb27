package dev.devsession.proxy.relay;

/** Follows a target's answers to a client's requests. */
final class Http1Answers extends Http1Messages {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final Http1Requests requests;
  private int status;
  private boolean inFinalAnswer;

  Http1Answers(Http1Requests requests) {
    this.requests = requests;
  }

  @Override
  boolean startLine(Http1Line line) {
    status = line.status();
    inFinalAnswer = !isInterim();
    return status >= 0 && status != SWITCHING_PROTOCOLS;
  }

  boolean isInFinalAnswer() {
    return inFinalAnswer;
  }

  @Override
  boolean isInterim() {
    return status < 200;
  }

  @Override
  boolean isWithoutBody() {
    return requests.isFirstHead() || status == NO_CONTENT || status == NOT_MODIFIED;
  }

  @Override
  boolean isEmptyWithoutLength() {
    return false;
  }

  @Override
  void messageEnded() {
    inFinalAnswer = false;
    requests.firstAnswered();
  }
}
