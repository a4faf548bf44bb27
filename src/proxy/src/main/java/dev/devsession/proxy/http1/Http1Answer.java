package dev.devsession.proxy.http1;

import static dev.devsession.proxy.http1.MessageBody.CHUNKED;
import static dev.devsession.proxy.http1.MessageBody.UNTIL_CLOSE;

/**
 * What an answer's head says about how its exchange goes on (RFC 9112, 4 and 6). Nothing of it is refused: the client
 * gets what the server sent. But where it can be read in two ways, the connection ends with it.
 *
 * @param status 100 to 999; 0 if it has no status line
 * @param length of its body, {@link MessageBody#CHUNKED} or {@link MessageBody#UNTIL_CLOSE}
 * @param closes whether nothing may follow it on the connection
 * @param bindsIdentity whether it asks for a proof of identity that holds for the connection
 */
record Http1Answer(int status, long length, boolean closes, boolean bindsIdentity) {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_UNAUTHORIZED = 407;

  static Http1Answer of(HeadFields fields, Http1Request request) {
    int status = status(fields);
    if (status == 0) {
      return new Http1Answer(0, UNTIL_CLOSE, true, false);
    }
    boolean http10 = fields.startsWith(lineAt(fields), "HTTP/1.0");
    boolean closes = http10;
    boolean binds = false;
    int lengthField = -1;
    int encoding = -1;
    boolean ambiguous = false;
    for (int field = 0; field < fields.count(); field++) {
      switch (fields.nameLength(field)) {
        case 10 -> closes = fields.isNamed(field, "connection") ? fields.closes(field, closes) : closes;
        case 14 -> {
          if (fields.isNamed(field, "content-length")) {
            ambiguous |= lengthField >= 0 && fields.number(field) != fields.number(lengthField);
            lengthField = field;
          }
        }
        case 17 -> {
          if (fields.isNamed(field, "transfer-encoding")) {
            ambiguous |= encoding >= 0;
            encoding = field;
          }
        }
        case 16, 18 ->
          binds |= (status == UNAUTHORIZED || status == PROXY_UNAUTHORIZED) && bindsIdentity(fields, field);
        default -> {
          // It says nothing about the exchange.
        }
      }
    }
    closes |= status == SWITCHING_PROTOCOLS;
    ambiguous |= encoding >= 0 && (http10 || lengthField >= 0);
    if (request.head() || isInterim(status) || status == NO_CONTENT || status == NOT_MODIFIED) {
      return new Http1Answer(status, 0, closes, binds);
    }
    long length = length(fields, lengthField, encoding, ambiguous);
    return new Http1Answer(status, length, closes || ambiguous || length == UNTIL_CLOSE, binds);
  }

  private static long length(HeadFields fields, int lengthField, int encoding, boolean ambiguous) {
    if (encoding >= 0) {
      return fields.endsWith(encoding, "chunked") ? CHUNKED : UNTIL_CLOSE;
    }
    long length = lengthField < 0 || ambiguous ? -1 : fields.number(lengthField);
    return length < 0 ? UNTIL_CLOSE : length;
  }

  private static int lineAt(HeadFields fields) {
    int at = 0;
    while (fields.at(at) == '\r' || fields.at(at) == '\n') {
      at++;
    }
    return at;
  }

  private static int status(HeadFields fields) {
    int at = lineAt(fields);
    if (!fields.startsWith(at, "HTTP/1.") || fields.startLineEnd() < at + 12 || fields.at(at + 8) != ' ') {
      return 0;
    }
    int status = 0;
    for (int i = at + 9; i < at + 12; i++) {
      int digit = fields.at(i) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      status = status * 10 + digit;
    }
    return status < 100 ? 0 : status;
  }

  private static boolean bindsIdentity(HeadFields fields, int field) {
    if (!fields.isNamed(field, "www-authenticate") && !fields.isNamed(field, "proxy-authenticate")) {
      return false;
    }
    return fields.anyMember(field, challenge -> {
      var scheme = challenge.split(" ", 2)[0];
      return scheme.equalsIgnoreCase("NTLM") || scheme.equalsIgnoreCase("Negotiate");
    });
  }

  private static boolean isInterim(int status) {
    return status < 200;
  }

  /** Whether another answer follows. */
  boolean isInterim() {
    return status >= 100 && isInterim(status) && status != SWITCHING_PROTOCOLS;
  }

  /** Whether the connection carries another protocol from here on. */
  boolean switches(Http1Request request) {
    return status == SWITCHING_PROTOCOLS && request.upgrade()
        || request.line().connect() && status >= 200 && status < 300;
  }
}
