package dev.devsession.proxy.http2;

import dev.devsession.match.RequestHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;

/** What rules see of an HTTP/2 request. Fields that belong to a connection can't occur in it. */
record Http2RequestHead(Http2Headers fields) implements RequestHead {

  @Override
  public String method() {
    return fields.method().toString();
  }

  @Override
  public String target() {
    var path = fields.path();
    return (path == null ? fields.authority() : path).toString();
  }

  @Override
  public List<String> headers(String name) {
    if (fields.authority() != null && HttpHeaderNames.HOST.contentEquals(name)) {
      return List.of(fields.authority().toString());
    }
    var all = fields.getAll(name);
    if (all.isEmpty()) {
      return List.of();
    }
    var values = new ArrayList<String>(all.size());
    all.forEach(value -> values.add(value.toString().strip()));
    return values;
  }
}
