package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/1.1. It asks the client to close by {@code Connection: close} in the answer to the last request that waits.
 * When it can't follow requests or answers, as after a change of protocol, it adds nothing.
 */
final class Http1ProtocolTracker implements ProtocolTracker {

  private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Http1Requests requests = new Http1Requests();
  private final Http1Answers answers = new Http1Answers(requests);
  private boolean closeRequested;

  @Override
  public void fromClient(ByteBuf bytes) {
    requests.follow(bytes);
  }

  @Override
  public ByteBuf fromTarget(ByteBuf bytes) {
    if (requests.isLost()) {
      answers.stopFollowing();
    }
    int closeAt = answers.follow(bytes);
    if (!closeRequested || closeAt < 0 || isFollowed()) {
      return bytes;
    }
    return Unpooled.wrappedBuffer(bytes.readRetainedSlice(closeAt - bytes.readerIndex()), Unpooled.wrappedBuffer(CLOSE),
        bytes);
  }

  /**
   * Whether more answers follow the one that began last: after {@code Connection: close} a client would not wait for
   * them.
   */
  private boolean isFollowed() {
    return requests.waiting() > (answers.isInFinalAnswer() ? 1 : 0);
  }

  @Override
  public ByteBuf requestClose() {
    closeRequested = true;
    return null;
  }

  /** How many requests wait for their answer or its end. */
  int waiting() {
    return requests.waiting();
  }

  @Override
  public boolean isBetweenExchanges() {
    return requests.isBetweenMessages() && requests.waiting() == 0 && answers.isBetweenMessages();
  }

  @Override
  public boolean knowsExchanges() {
    return true;
  }
}
