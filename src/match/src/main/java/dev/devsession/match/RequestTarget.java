package dev.devsession.match;

/** Where path and query are in a request target (RFC 9112, section 3.2). */
final class RequestTarget {
  private static final String ROOT = "/";

  private RequestTarget() {}

  /** Whether the target has a path: not {@code *}, and not the host and port of a CONNECT. */
  static boolean hasPath(String target) {
    return target.startsWith("/") || schemeEnd(target) > 0;
  }

  /** @param path tests the path of a target that has one; an absolute URL without a path means the root */
  static boolean pathMatches(String target, ValueMatcher path) {
    int from = pathStart(target);
    int to = pathEnd(target);
    return from < to
        ? path.matches(target, from, to, TextCoding.PERCENT)
        : path.matches(ROOT, 0, 1, TextCoding.PERCENT);
  }

  /** Where the query begins, behind its question mark; without a query, the target's end. */
  static int queryStart(String target) {
    return Math.min(pathEnd(target) + 1, target.length());
  }

  private static int pathStart(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int authority = schemeEnd(target);
    int end = pathEnd(target);
    int path = target.indexOf('/', authority, end);
    return path < 0 ? end : path;
  }

  private static int pathEnd(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target.length() : query;
  }

  /** Where the authority of an absolute URL begins; 0: it is none. */
  private static int schemeEnd(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == ':' && i > 0) {
        return target.startsWith("://", i) ? i + 3 : 0;
      }
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'))) {
        return 0;
      }
    }
    return 0;
  }
}
