package dev.devsession.proxy.health;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers one GET and closes. A request has 5 s and 8 KiB each for its line and headers to arrive; bodies are not read.
 */
final class HealthHandler extends SimpleChannelInboundHandler<HttpObject> {

  private static final int MAX_LINE_BYTES = 8192;
  private static final int MAX_HEADER_BYTES = 8192;
  private static final int MAX_CHUNK_BYTES = 8192;
  private static final int MAX_SECONDS = 5;

  private final Function<String, CompletableFuture<HealthResponse>> responses;
  private boolean answered;

  /** @param responses gives the response for each path, at once or later on the event loop */
  HealthHandler(Function<String, CompletableFuture<HealthResponse>> responses) {
    this.responses = responses;
  }

  /** The codec with the limits for requests. */
  static HttpServerCodec codec() {
    return new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var timeout = context.executor().schedule(() -> context.close(), MAX_SECONDS, TimeUnit.SECONDS);
    context.channel().closeFuture().addListener(closed -> timeout.cancel(false));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (!answered && message instanceof HttpRequest request) {
      answered = true;
      response(request).thenAccept(response -> send(context, response));
    }
  }

  private CompletableFuture<HealthResponse> response(HttpRequest request) {
    DecoderResult read = request.decoderResult();
    if (read.cause() instanceof TooLongFrameException tooLong) {
      return new HealthResponse(431, tooLong.getMessage()).now();
    }
    if (read.isFailure()) {
      return new HealthResponse(400, "expected an HTTP/1.1 request").now();
    }
    return request.method().equals(HttpMethod.GET)
        ? responses.apply(request.uri())
        : new HealthResponse(405, "expected GET").now();
  }

  private static void send(ChannelHandlerContext context, HealthResponse response) {
    var message = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()),
        ByteBufUtil.writeUtf8(context.alloc(), response.body()));
    message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.type())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(HttpHeaderNames.CONTENT_LENGTH, message.content().readableBytes());
    context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
