package dev.devsession.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** An answer that the proxy gives in place of a server. */
final class OwnHttp1Answer {

  private OwnHttp1Answer() {}

  /**
   * @param text what happened and what was expected, in one sentence
   * @param toHead whether only its head may be sent
   * @param closes whether the connection ends with it
   */
  static ByteBuf of(int status, String text, boolean toHead, boolean closes) {
    var body = text + "\n";
    var head = "HTTP/1.1 " + status + " " + phrase(status) + "\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n"
        + (closes ? "Connection: close\r\n" : "") + "\r\n";
    return Unpooled.copiedBuffer(toHead ? head : head + body, StandardCharsets.UTF_8);
  }

  private static String phrase(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 408 -> "Request Timeout";
      case 414 -> "URI Too Long";
      case 431 -> "Request Header Fields Too Large";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Error";
    };
  }
}
