package dev.devsession.proxy.http2;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;

/**
 * Rules of RFC 9113, 8.3.1 and 8.5, that Netty leaves to its users. A request that breaks them could be read in two
 * ways by the two servers it may go to.
 */
final class RequestSyntax {

  private RequestSyntax() {}

  /** What is wrong with a request's head, or null. */
  static String problem(Http2Headers head) {
    if (head.contains(PseudoHeaderName.PROTOCOL.value())) {
      return "extended CONNECT was not offered";
    }
    var host = head.get(HttpHeaderNames.HOST);
    if (host != null && head.authority() != null && !AsciiString.contentEqualsIgnoreCase(host, head.authority())) {
      return "host differs from :authority";
    }
    if (HttpMethod.CONNECT.asciiName().contentEquals(head.method())) {
      return head.scheme() == null && head.path() == null ? null : "CONNECT with :scheme or :path";
    }
    var path = head.path();
    boolean asterisk = path.length() == 1 && path.charAt(0) == '*';
    return path.charAt(0) == '/' || asterisk && HttpMethod.OPTIONS.asciiName().contentEquals(head.method())
        ? null
        : "expected a :path that begins with /";
  }
}
