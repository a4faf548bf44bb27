package dev.devsession.e2e.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends GET requests to one server, each of them once. */
interface Client extends AutoCloseable {
  EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("load", true),
      NioIoHandler.newFactory());
  int CONNECT_TIMEOUT_MS = 5000;

  /** Begins a request. The answer is failed unless it has status 200 and comes whole. */
  CompletableFuture<LoadAnswer> get(String path);

  @Override
  void close();

  /** @param fields header fields, by name */
  static FullHttpRequest request(URI server, String path, Map<String, String> fields) {
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    request.headers().set(HttpHeaderNames.HOST, server.getAuthority());
    fields.forEach(request.headers()::set);
    return request;
  }
}
