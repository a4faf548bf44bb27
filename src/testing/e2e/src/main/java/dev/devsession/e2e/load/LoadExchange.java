package dev.devsession.e2e.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ResetFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** One request and what comes of it. */
final class LoadExchange extends SimpleChannelInboundHandler<HttpObject> {
  /** Failed if the status isn't 200 or the connection ended before the body did. */
  final CompletableFuture<LoadAnswer> answer = new CompletableFuture<>();
  private final StringBuilder body = new StringBuilder();
  private long lastNanos = System.nanoTime();
  private long longestPauseNanos;
  private int status;
  private boolean keepAlive;

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    var now = System.nanoTime();
    longestPauseNanos = Math.max(longestPauseNanos, now - lastNanos);
    lastNanos = now;
    if (part instanceof HttpResponse head) {
      status = head.status().code();
      keepAlive = HttpUtil.isKeepAlive(head);
    }
    if (part instanceof HttpContent content) {
      body.append(content.content().toString(StandardCharsets.UTF_8));
    }
    if (part instanceof LastHttpContent) {
      complete();
    }
  }

  private void complete() {
    if (status == 200) {
      answer.complete(new LoadAnswer(body.toString(), longestPauseNanos));
    } else {
      fail(status + " " + body);
    }
  }

  /** Whether the connection may carry another request. Known once there is an answer. */
  boolean keepAlive() {
    return keepAlive;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      fail("stream reset with error " + reset.errorCode());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fail("closed");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause.toString());
    context.close();
  }

  void fail(String what) {
    answer.completeExceptionally(new IOException(
        what + (status == 0 ? " before the answer" : " after " + body.length() + " bytes of the body")));
  }
}
