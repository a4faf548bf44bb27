package dev.devsession.agent.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads the one answer of a connection to its end, and keeps the beginning of its body. */
final class PodAnswerReader extends SimpleChannelInboundHandler<HttpObject> {
  /** Much more than any proxy's counters take, in bytes. */
  private static final int LARGEST_BODY = 1 << 20;

  private final CompletableFuture<PodAnswer> answer;
  private final ByteBuf body = Unpooled.buffer();
  private final Map<String, String> headers = new HashMap<>();
  private int status;

  PodAnswerReader(CompletableFuture<PodAnswer> answer) {
    this.answer = answer;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      answer.completeExceptionally(new EOFException("the answer isn't HTTP/1.1"));
      return;
    }
    if (part instanceof HttpResponse head) {
      status = head.status().codeClass() == HttpStatusClass.INFORMATIONAL ? 0 : head.status().code();
      headers.clear();
      head.headers().forEach(h -> headers.putIfAbsent(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
    }
    if (part instanceof HttpContent content) {
      body.writeBytes(content.content(),
          Math.min(content.content().readableBytes(), LARGEST_BODY - body.writerIndex()));
    }
    if (part instanceof LastHttpContent && status != 0) {
      answer.complete(new PodAnswer(status, Map.copyOf(headers), body.toString(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    answer.completeExceptionally(new EOFException("the connection ended before the answer did"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
