package dev.devsession.proxy.http1;

import static dev.devsession.proxy.http1.InvalidMessageException.badRequest;

/**
 * What a request's head says about how its exchange goes on (RFC 9112, 3 and 6).
 *
 * @param line its first line
 * @param length of its body, or {@link MessageBody#CHUNKED}
 * @param safe whether to send it a second time does no harm
 * @param upgrade whether it asks for another protocol, other than HTTP/2
 * @param upgradeToHttp2 whether it asks for HTTP/2
 * @param closes whether it is the client's last one
 */
record Http1Request(RequestLine line, long length, boolean head, boolean safe, boolean upgrade, boolean upgradeToHttp2,
    boolean closes) {

  /** Reads a head that {@link HeadFields} hold, and refuses what two servers might understand in two ways. */
  static Http1Request of(HeadFields fields) throws InvalidMessageException {
    var line = RequestLine.of(fields);
    int host = -1;
    int lengthField = -1;
    int encoding = -1;
    boolean upgrade = false;
    boolean toHttp2 = false;
    boolean closes = line.http10();
    for (int field = 0; field < fields.count(); field++) {
      switch (fields.nameLength(field)) {
        case 4 -> host = fields.isNamed(field, "host") ? only(host, field, "Host") : host;
        case 7 -> {
          if (fields.isNamed(field, "upgrade")) {
            upgrade |= fields.anyMember(field, protocol -> !H2cUpgrade.isHttp2(protocol));
            toHttp2 |= fields.anyMember(field, H2cUpgrade::isHttp2);
          }
        }
        case 10 -> {
          if (fields.isNamed(field, "connection")) {
            closes = fields.closes(field, closes);
          }
        }
        case 14 -> {
          lengthField = fields.isNamed(field, "content-length")
              ? only(lengthField, field, "Content-Length")
              : lengthField;
          toHttp2 |= fields.isNamed(field, "http2-settings");
        }
        case 17 -> encoding = fields.isNamed(field, "transfer-encoding")
            ? only(encoding, field, "Transfer-Encoding")
            : encoding;
        default -> {
          // It says nothing about the exchange.
        }
      }
    }
    line.checkHost(fields, host);
    long length = length(fields, line, lengthField, encoding);
    return new Http1Request(line, length, line.isMethod(fields, "HEAD"), line.isSafe(fields), upgrade, toHttp2, closes);
  }

  private static int only(int before, int field, String name) throws InvalidMessageException {
    if (before >= 0) {
      throw badRequest("it has more than one " + name + " field");
    }
    return field;
  }

  private static long length(HeadFields fields, RequestLine line, int lengthField, int encoding)
      throws InvalidMessageException {
    if (encoding >= 0) {
      if (lengthField >= 0) {
        throw badRequest("it has both Transfer-Encoding and Content-Length");
      }
      if (line.http10()) {
        throw badRequest("it has Transfer-Encoding, which HTTP/1.0 doesn't have");
      }
      if (line.connect() || !isChunkedLast(fields, encoding)) {
        throw badRequest("its Transfer-Encoding doesn't end in chunked");
      }
      return MessageBody.CHUNKED;
    }
    if (lengthField < 0) {
      return 0;
    }
    long length = fields.number(lengthField);
    if (length < 0) {
      throw badRequest("its Content-Length isn't a number");
    }
    if (line.connect() && length > 0) {
      throw badRequest("it is a CONNECT with a body");
    }
    return length;
  }

  private static boolean isChunkedLast(HeadFields fields, int encoding) {
    var codings = fields.value(encoding).split(",", -1);
    for (int i = 0; i < codings.length; i++) {
      var coding = codings[i].strip();
      if (coding.isEmpty() || coding.chars().anyMatch(c -> !Ascii.isToken(c))
          || coding.equalsIgnoreCase("chunked") != (i == codings.length - 1)) {
        return false;
      }
    }
    return true;
  }
}
