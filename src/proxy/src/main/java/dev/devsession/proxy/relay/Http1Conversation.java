package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * HTTP/1.1. It follows the target's answers (RFC 9112, 6.3), and asks the client to leave by {@code Connection: close} in the
 * next one. When it can't follow, as after a change of protocol, it is lost for good: then it says nothing.
 */
final class Http1Conversation implements Conversation {

  private enum State {
    STATUS_LINE,
    HEADERS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    TRAILERS,
    LOST
  }

  private static final Pattern REQUEST = Pattern.compile("[A-Z]{3,10} \\S+( HTTP/1\\.1\r)?");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [1-5]\\d\\d( .*)?");
  private static final int MAX_LINE_CHARS = 16 * 1024;
  private static final String CLOSE = "Connection: close\r\n";

  private final StringBuilder line = new StringBuilder();
  private State state = State.STATUS_LINE;
  private boolean asked;
  private boolean askedForHead;
  private boolean leaving;
  private int status;
  private boolean chunked;
  /** Bytes of the body or chunk that are still to come; -1 for a body that ends with the connection. */
  private long left;

  static boolean begins(ByteBuf first) {
    int lineFeed = first.indexOf(first.readerIndex(), first.writerIndex(), (byte) '\n');
    int end = lineFeed < 0 ? first.writerIndex() : lineFeed;
    return REQUEST.matcher(first.toString(first.readerIndex(), end - first.readerIndex(), StandardCharsets.ISO_8859_1))
        .matches();
  }

  @Override
  public void fromClient(ByteBuf bytes) {
    if (!asked) {
      asked = true;
      askedForHead = bytes.readableBytes() > 4 && bytes.getInt(bytes.readerIndex()) == 0x48454144; // HEAD
    }
  }

  @Override
  public ByteBuf fromTarget(ByteBuf bytes) {
    int closeAt = -1;
    for (int at = bytes.readerIndex(), end = bytes.writerIndex(); at < end;) {
      if (state == State.LOST) {
        break;
      }
      if (state == State.BODY || state == State.CHUNK) {
        int passed = (int) Math.min(left, end - at);
        at += passed;
        left -= passed;
        if (left == 0) {
          bodyPassed();
        }
        continue;
      }
      int lineFeed = bytes.indexOf(at, end, (byte) '\n');
      line.append(bytes.toString(at, (lineFeed < 0 ? end : lineFeed) - at, StandardCharsets.ISO_8859_1));
      at = lineFeed < 0 ? end : lineFeed + 1;
      if (line.length() > MAX_LINE_CHARS) {
        state = State.LOST;
      } else if (lineFeed >= 0) {
        boolean isStatus = state == State.STATUS_LINE;
        linePassed();
        closeAt = isStatus && state == State.HEADERS && status >= 200 ? at : closeAt;
      }
    }
    if (!leaving || closeAt < 0) {
      return bytes;
    }
    return Unpooled.wrappedBuffer(bytes.readRetainedSlice(closeAt - bytes.readerIndex()),
        Unpooled.copiedBuffer(CLOSE, StandardCharsets.US_ASCII), bytes);
  }

  private void linePassed() {
    int length = line.length();
    var text = line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
    line.setLength(0);
    state = switch (state) {
      case STATUS_LINE -> statusLine(text);
      case HEADERS -> text.isEmpty() ? headPassed() : header(text);
      case CHUNK_SIZE -> chunkSize(text);
      case TRAILERS -> text.isEmpty() ? answered() : State.TRAILERS;
      default -> State.LOST;
    };
  }

  private State statusLine(String text) {
    if (!STATUS.matcher(text).matches()) {
      return State.LOST;
    }
    status = Integer.parseInt(text.substring(9, 12));
    chunked = false;
    left = -1;
    return status == 101 ? State.LOST : State.HEADERS;
  }

  private State header(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("content-length:")) {
      var value = lower.substring(15).strip();
      left = value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
    } else if (lower.startsWith("transfer-encoding:")) {
      chunked = lower.endsWith("chunked");
    }
    return State.HEADERS;
  }

  private State headPassed() {
    if (status < 200) {
      return State.STATUS_LINE;
    }
    if (askedForHead || status == 204 || status == 304 || !chunked && left == 0) {
      return answered();
    }
    if (chunked) {
      return State.CHUNK_SIZE;
    }
    return left < 0 ? State.LOST : State.BODY;
  }

  private State chunkSize(String text) {
    var size = text.split("[; \t]", 2)[0];
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      return State.LOST;
    }
    left = Long.parseLong(size, 16) + 2; // with the end of its line
    return left == 2 ? State.TRAILERS : State.CHUNK;
  }

  private void bodyPassed() {
    state = state == State.CHUNK ? State.CHUNK_SIZE : answered();
  }

  private State answered() {
    asked = false;
    return State.STATUS_LINE;
  }

  @Override
  public ByteBuf leave() {
    leaving = true;
    return null;
  }

  @Override
  public boolean isBetweenExchanges() {
    return state == State.STATUS_LINE && line.isEmpty() && !asked;
  }
}
