package dev.devsession.proxy.http2;

import io.netty.handler.codec.http2.Http2Headers;

/** What an end has received. */
sealed interface Seen {
  record Head(Http2Headers headers, boolean last) implements Seen {
    String get(String name) {
      var value = headers.get(name);
      return value == null ? null : value.toString();
    }
  }

  record Data(String text, boolean last) implements Seen {}

  record Reset(long code) implements Seen {}

  record GoAway(int lastStream, long code) implements Seen {}

  record Closed() implements Seen {}
}
