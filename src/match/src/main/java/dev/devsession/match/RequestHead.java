package dev.devsession.match;

import java.util.List;

/** What a rule can see of a request. Each char is a byte as it was sent (ISO 8859-1). */
public interface RequestHead {
  String method();

  /** The request target as it was sent: path and query, or for CONNECT host and port. */
  String target();

  /**
   * The values of the header fields of this name, in order, without white space around them; none of those that
   * {@code Connection} names, as they are not for the server behind.
   *
   * @param name in lower case
   */
  List<String> headers(String name);
}
