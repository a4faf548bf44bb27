package dev.devsession.proxy.http1;

import static dev.devsession.proxy.http1.InvalidMessageException.badRequest;

/**
 * A request's first line.
 *
 * @param methodEnd where the method ends, which begins at 0
 * @param targetAt where the target begins
 */
record RequestLine(int methodEnd, int targetAt, int targetEnd, boolean http10, boolean connect) {

  static RequestLine of(HeadFields fields) throws InvalidMessageException {
    int at = 0;
    while (Ascii.isToken(fields.at(at))) {
      at++;
    }
    int methodEnd = at;
    if (methodEnd == 0 || fields.at(at) != ' ') {
      throw badRequest("its first line doesn't begin with a method and one space");
    }
    int targetAt = ++at;
    while (Ascii.isVisible(fields.at(at))) {
      at++;
    }
    int targetEnd = at;
    if (targetEnd == targetAt || fields.at(at) != ' ') {
      throw badRequest("its first line isn't METHOD TARGET VERSION, with one space between");
    }
    int version = at + 1;
    if (fields.startLineEnd() - version != "HTTP/1.1".length() || !fields.startsWith(version, "HTTP/")) {
      throw badRequest("its first line doesn't end with HTTP/1.1 or HTTP/1.0");
    }
    boolean http10 = fields.startsWith(version, "HTTP/1.0");
    if (!http10 && !fields.startsWith(version, "HTTP/1.1")) {
      throw new InvalidMessageException(505, "it is neither HTTP/1.1 nor HTTP/1.0");
    }
    boolean connect = methodEnd == 7 && fields.startsWith(0, "CONNECT");
    var line = new RequestLine(methodEnd, targetAt, targetEnd, http10, connect);
    line.checkTarget(fields);
    return line;
  }

  private void checkTarget(HeadFields fields) throws InvalidMessageException {
    byte first = fields.at(targetAt);
    boolean asterisk = first == '*' && targetEnd - targetAt == 1;
    if (connect ? first == '/' || asterisk : first != '/' && !asterisk && authorityAt(fields) < 0) {
      throw badRequest("its target is neither a path nor a URL with a host");
    }
  }

  /** Where the host of a target begins that is a whole URL; -1 if it is none. */
  private int authorityAt(HeadFields fields) {
    int at = targetAt;
    while (Character.isLetterOrDigit(fields.at(at))) {
      at++;
    }
    return at > targetAt && at + 3 < targetEnd && fields.startsWith(at, "://") ? at + 3 : -1;
  }

  private int authorityEnd(HeadFields fields, int from) {
    int at = from;
    while (at < targetEnd && "/?#".indexOf(fields.at(at)) < 0) {
      at++;
    }
    return at;
  }

  /** The path and query of the target, however it is written. */
  String pathAndQuery(HeadFields fields) {
    int authority = connect || fields.at(targetAt) == '/' ? -1 : authorityAt(fields);
    if (authority < 0) {
      return fields.text(targetAt, targetEnd);
    }
    int path = authorityEnd(fields, authority);
    var rest = fields.text(path, targetEnd);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  /** @param host the one Host field, or -1 */
  void checkHost(HeadFields fields, int host) throws InvalidMessageException {
    if (host < 0) {
      if (http10) {
        return;
      }
      throw badRequest("it has no Host field");
    }
    for (int at = fields.valueAt(host); at < fields.valueEnd(host); at++) {
      if (!Ascii.isVisible(fields.at(at)) || "/?#@,\\".indexOf(fields.at(at)) >= 0) {
        throw badRequest("its Host field isn't a host");
      }
    }
    int authority = connect ? targetAt : authorityAt(fields);
    if (connect || fields.at(targetAt) == '/' || authority < 0) {
      return;
    }
    var named = fields.text(authority, authorityEnd(fields, authority));
    if (!named.equalsIgnoreCase(fields.value(host))) {
      throw badRequest("its Host field and the host of its target differ");
    }
  }

  boolean isMethod(HeadFields fields, String method) {
    return methodEnd == method.length() && fields.startsWith(0, method);
  }

  boolean isSafe(HeadFields fields) {
    return isMethod(fields, "GET") || isMethod(fields, "HEAD") || isMethod(fields, "OPTIONS")
        || isMethod(fields, "TRACE");
  }
}
