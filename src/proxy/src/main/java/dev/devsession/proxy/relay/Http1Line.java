package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A line of HTTP/1.1 in a buffer, without its end; read in place, as there is one for each header of each answer. */
final class Http1Line {

  static final byte[] CONTENT_LENGTH = ascii("content-length:");
  static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");

  private static final byte[] VERSION = ascii("HTTP/1.1 ");
  private static final byte[] REQUEST_VERSION = ascii(" HTTP/1.1");
  private static final byte[] HEAD = ascii("HEAD ");
  private static final byte[] CHUNKED = ascii("chunked");
  private static final Pattern REQUEST = Pattern.compile("[A-Z]{3,10} \\S+( HTTP/1\\.1\r)?");
  /** Decimal, and hexadecimal, digits of a number that a long holds. */
  private static final int MAX_DIGITS = 18;
  private static final int MAX_HEX_DIGITS = 15;

  private final ByteBuf bytes;
  private final int from;
  private final int to;

  /** @param lineFeed where the line feed is; a carriage return before it isn't part of the line either */
  Http1Line(ByteBuf bytes, int from, int lineFeed) {
    this.bytes = bytes;
    this.from = from;
    this.to = lineFeed > from && bytes.getByte(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
  }

  /** Whether a request of HTTP/1.1 begins with these bytes, as far as they go. */
  static boolean beginsRequest(ByteBuf first) {
    int lineFeed = first.indexOf(first.readerIndex(), first.writerIndex(), (byte) '\n');
    int end = lineFeed < 0 ? first.writerIndex() : lineFeed;
    return REQUEST.matcher(first.toString(first.readerIndex(), end - first.readerIndex(), StandardCharsets.ISO_8859_1))
        .matches();
  }

  boolean isEmpty() {
    return from == to;
  }

  /** The status code of a status line, or -1 if it isn't one. */
  int status() {
    int at = from + VERSION.length;
    if (!startsWith(VERSION) || to - at < 3 || to - at > 3 && bytes.getByte(at + 3) != ' ') {
      return -1;
    }
    int code = (int) number(at, at + 3, 10, 3);
    return code >= 100 && code < 600 ? code : -1;
  }

  /** Whether this is a request's first line. */
  boolean isRequest() {
    return to - from > REQUEST_VERSION.length && matches(to - REQUEST_VERSION.length, REQUEST_VERSION);
  }

  boolean isHead() {
    return startsWith(HEAD);
  }

  /** @param name in lower case, with its colon */
  boolean isHeader(byte[] name) {
    return (bytes.getByte(from) | 0x20) == name[0] && startsWith(name);
  }

  /** The value of {@link #CONTENT_LENGTH}, or -1 if that is no number. */
  long contentLength() {
    int begin = from + CONTENT_LENGTH.length;
    int end = to;
    while (begin < end && isBlank(bytes.getByte(begin))) {
      begin++;
    }
    while (end > begin && isBlank(bytes.getByte(end - 1))) {
      end--;
    }
    return number(begin, end, 10, MAX_DIGITS);
  }

  boolean endsWithChunked() {
    return to - from >= CHUNKED.length && matches(to - CHUNKED.length, CHUNKED);
  }

  /** The size that a chunk begins with, or -1 if it begins with something else. */
  long chunkSize() {
    int end = from;
    while (end < to && bytes.getByte(end) != ';' && !isBlank(bytes.getByte(end))) {
      end++;
    }
    return number(from, end, 16, MAX_HEX_DIGITS);
  }

  private boolean startsWith(byte[] prefix) {
    return to - from >= prefix.length && matches(from, prefix);
  }

  /** Compares without regard to the case of letters. */
  private boolean matches(int at, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      int actual = bytes.getByte(at + i);
      if (actual != expected[i] && (actual < 'A' || actual > 'Z' || (actual | 0x20) != expected[i])) {
        return false;
      }
    }
    return true;
  }

  private long number(int begin, int end, int radix, int maxDigits) {
    if (begin == end || end - begin > maxDigits) {
      return -1;
    }
    long number = 0;
    for (int at = begin; at < end; at++) {
      int digit = bytes.getByte(at) < 0 ? -1 : Character.digit(bytes.getByte(at), radix);
      if (digit < 0) {
        return -1;
      }
      number = number * radix + digit;
    }
    return number;
  }

  private static boolean isBlank(byte next) {
    return next == ' ' || next == '\t';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
