package dev.devsession.proxy.intercept;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a client speaks, by its first bytes. */
public enum ClientProtocol {
  HTTP1,
  HTTP2,
  TLS,
  /** Another one: only the original knows what to do with it. */
  UNKNOWN;

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  /** A target that isn't a path, a URL of HTTP, or {@code *} belongs to another protocol, as RTSP, SIP or memcached. */
  private static final Pattern REQUEST_LINE = Pattern
      .compile("(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+ +(?:/|\\*|(?i:https?://))|CONNECT +)\\S* +HTTP/1\\.[01]\r?");
  /** All that may become a request line, however it is cut off. */
  private static final Pattern BEGINNING = Pattern
      .compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}(?: [ -~\\x80-\\xff]*\r?)?");
  /** A ClientHello in a record of TLS 1.0 to 1.3 (RFC 8446, 4 and 5.1); the length of the record is any. */
  private static final int[] CLIENT_HELLO = {22, 3, -1, -1, -1, 1};
  /** A first line that is longer by far than those of other protocols. */
  private static final int LONG_LINE = 8 * 1024;

  /** The protocol of a connection on which the client's first bytes are these; empty if more bytes decide. */
  public static Optional<ClientProtocol> of(ByteBuf first) {
    int bytes = first.readableBytes();
    if (bytes == 0) {
      return Optional.empty();
    }
    if (beginsLikePreface(first)) {
      return bytes >= PREFACE.length ? Optional.of(HTTP2) : Optional.empty();
    }
    if (beginsLikeClientHello(first)) {
      return bytes >= CLIENT_HELLO.length ? Optional.of(TLS) : Optional.empty();
    }
    int lineFeed = first.indexOf(first.readerIndex(), first.writerIndex(), (byte) '\n');
    if (lineFeed >= 0) {
      return Optional.of(REQUEST_LINE.matcher(text(first, lineFeed - first.readerIndex())).matches() ? HTTP1 : UNKNOWN);
    }
    if (!BEGINNING.matcher(text(first, bytes)).matches()) {
      return Optional.of(UNKNOWN);
    }
    return bytes < LONG_LINE ? Optional.empty() : Optional.of(HTTP1);
  }

  private static boolean beginsLikePreface(ByteBuf first) {
    int compared = Math.min(first.readableBytes(), PREFACE.length);
    for (int i = 0; i < compared; i++) {
      if (first.getByte(first.readerIndex() + i) != PREFACE[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean beginsLikeClientHello(ByteBuf first) {
    int compared = Math.min(first.readableBytes(), CLIENT_HELLO.length);
    for (int i = 0; i < compared; i++) {
      if (CLIENT_HELLO[i] >= 0 && first.getByte(first.readerIndex() + i) != CLIENT_HELLO[i]) {
        return false;
      }
    }
    return true;
  }

  private static String text(ByteBuf bytes, int length) {
    return bytes.toString(bytes.readerIndex(), length, StandardCharsets.ISO_8859_1);
  }
}
