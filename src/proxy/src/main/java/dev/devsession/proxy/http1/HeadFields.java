package dev.devsession.proxy.http1;

import static dev.devsession.proxy.http1.InvalidMessageException.badRequest;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * The places of a head's fields. There is one per event loop, into whose array each head is copied: bytes of an array
 * are much cheaper to look at than those of a buffer. It holds a head only until the next one is read.
 */
final class HeadFields {

  private static final FastThreadLocal<HeadFields> OF_THREAD = new FastThreadLocal<>() {
    @Override
    protected HeadFields initialValue() {
      return new HeadFields();
    }
  };

  private static final int USUAL_BYTES = 8 * 1024;

  private byte[] bytes = new byte[USUAL_BYTES];
  private int length;
  private int startLineEnd;
  private int count;
  private final int[] nameAt = new int[HeadEnd.MAX_FIELDS];
  private final int[] nameEnd = new int[HeadEnd.MAX_FIELDS];
  private final int[] valueAt = new int[HeadEnd.MAX_FIELDS];
  private final int[] valueEnd = new int[HeadEnd.MAX_FIELDS];

  private HeadFields() {}

  static HeadFields ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Reads a request's head: the one syntax that all servers understand alike (RFC 9112, 5).
   *
   * @param headLength as {@link HeadEnd} found it
   */
  void readStrictly(ByteBuf source, int from, int headLength) throws InvalidMessageException {
    copy(source, from, headLength);
    int at = 0;
    while (Ascii.isValue(bytes[at])) {
      at++;
    }
    startLineEnd = at;
    at = lineEnd(at);
    while (bytes[at] != '\r') {
      int name = at;
      while (Ascii.isToken(bytes[at])) {
        at++;
      }
      if (at == name || bytes[at] != ':') {
        throw badRequest(Ascii.isBlank(bytes[at])
            ? "a header field is folded, or has white space in or after its name"
            : "a header field's name has a character that names may not have");
      }
      int colon = at++;
      while (Ascii.isValue(bytes[at])) {
        at++;
      }
      add(name, colon, at);
      at = lineEnd(at);
    }
    if (at + 2 != length) {
      throw badRequest("a carriage return stands alone in its head");
    }
  }

  /** The beginning of the next line. */
  private int lineEnd(int at) throws InvalidMessageException {
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw badRequest("its head has a control character");
    }
    return at + 2;
  }

  /** Reads an answer's head as far as it can be understood; lines without a colon are no fields. */
  void readLeniently(ByteBuf source, int from, int headLength) {
    copy(source, from, headLength);
    int at = 0;
    while (at < length && (bytes[at] == '\r' || bytes[at] == '\n')) {
      at++;
    }
    int begin = at;
    while (at < length) {
      int end = at;
      while (bytes[end] != '\n') {
        end++;
      }
      int next = end + 1;
      end -= end > at && bytes[end - 1] == '\r' ? 1 : 0;
      if (at == begin) {
        startLineEnd = end;
      } else {
        addIfField(at, end);
      }
      at = next;
    }
  }

  private void addIfField(int at, int end) {
    int colon = at;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    if (colon < end) {
      add(at, colon, end);
    }
  }

  private void copy(ByteBuf source, int from, int headLength) {
    if (headLength > bytes.length) {
      bytes = new byte[headLength];
    } else if (bytes.length > USUAL_BYTES && headLength <= USUAL_BYTES) {
      bytes = new byte[USUAL_BYTES];
    }
    source.getBytes(from, bytes, 0, headLength);
    length = headLength;
    count = 0;
  }

  private void add(int name, int colon, int end) {
    int value = colon + 1;
    int last = end;
    while (value < last && Ascii.isBlank(bytes[value])) {
      value++;
    }
    while (last > value && Ascii.isBlank(bytes[last - 1])) {
      last--;
    }
    nameAt[count] = name;
    nameEnd[count] = colon;
    valueAt[count] = value;
    valueEnd[count] = last;
    count++;
  }

  int count() {
    return count;
  }

  byte at(int index) {
    return bytes[index];
  }

  int length() {
    return length;
  }

  int startLineEnd() {
    return startLineEnd;
  }

  /** Where the first line after the start line begins. */
  int fieldsAt() {
    return bytes[startLineEnd] == '\r' ? startLineEnd + 2 : startLineEnd + 1;
  }

  int nameAt(int field) {
    return nameAt[field];
  }

  int nameLength(int field) {
    return nameEnd[field] - nameAt[field];
  }

  int valueAt(int field) {
    return valueAt[field];
  }

  int valueEnd(int field) {
    return valueEnd[field];
  }

  /** @param lowerName in lower case */
  boolean isNamed(int field, String lowerName) {
    return nameLength(field) == lowerName.length() && equalsIgnoringCase(nameAt[field], lowerName);
  }

  private boolean equalsIgnoringCase(int at, String lower) {
    for (int i = 0; i < lower.length(); i++) {
      if (Ascii.lower(bytes[at + i]) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes between are this text, whose letters are in lower case. */
  boolean isText(int from, int to, String lower) {
    return to - from == lower.length() && equalsIgnoringCase(from, lower);
  }

  /** Whether a field's value ends with this text, whose letters are in lower case. */
  boolean endsWith(int field, String lower) {
    int from = valueEnd[field] - lower.length();
    return from >= valueAt[field] && equalsIgnoringCase(from, lower);
  }

  boolean startsWith(int from, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (from + i >= length || bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  String value(int field) {
    return text(valueAt[field], valueEnd[field]);
  }

  /** Whether a list in a field's value has a member that passes. */
  boolean anyMember(int field, Predicate<String> condition) {
    for (var member : value(field).split(",", -1)) {
      if (condition.test(member.strip())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a connection ends with its message.
   *
   * @param field with the name {@code Connection}
   * @param closes whether it ends without that field
   */
  boolean closes(int field, boolean closes) {
    if (isText(valueAt[field], valueEnd[field], "keep-alive")) {
      return false; // the usual value
    }
    return closes ? !anyMember(field, "keep-alive"::equalsIgnoreCase) : anyMember(field, "close"::equalsIgnoreCase);
  }

  /** The number that a field's value is, or -1 if it is none, or more than 18 digits. */
  long number(int field) {
    int from = valueAt[field];
    int digits = valueEnd[field] - from;
    if (digits == 0 || digits > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits; i++) {
      int digit = bytes[from + i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
