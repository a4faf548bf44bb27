package dev.devsession.shop;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.PromiseNotifier;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Answers the requests of one connection, or of one HTTP/2 stream: {@code GET /} with the shop's answer, {@code GET
 * /healthz} with 200, {@code GET /stream?lines=N} with a long answer. Closing the connection waits for the answer in
 * progress.
 */
final class ShopHandler extends ChannelDuplexHandler {

  private final ShopConfig shop;

  private final AnswerComposer composer;

  private final ShutdownState shutdown;

  private boolean answering;

  private boolean closing;

  ShopHandler(ShopConfig shop, AnswerComposer composer, ShutdownState shutdown) {
    this.shop = shop;
    this.composer = composer;
    this.shutdown = shutdown;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var request = (FullHttpRequest) message;
    var uri = new QueryStringDecoder(request.uri());
    var baggage = request.headers().getAll(AnswerComposer.BAGGAGE);
    request.release();
    answering = true;
    switch (uri.path()) {
      case "/" -> Thread.startVirtualThread(() -> serve(context, baggage));
      case "/stream" -> stream(context, uri.parameters().getOrDefault("lines", List.of("")).getFirst());
      case "/healthz" -> answer(context, new ShopAnswer(200, "{\"status\":\"ok\"}\n"));
      default -> answer(context, new ShopAnswer(404, "{\"error\":\"there is only /, /stream and /healthz here\"}\n"));
    }
  }

  private void serve(ChannelHandlerContext context, List<String> baggage) {
    try {
      var answer = composer.compose(baggage);
      if (shop.logged()) {
        System.out.println("GET / " + answer.status());
      }
      context.executor().execute(() -> answer(context, answer));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(ChannelHandlerContext context, ShopAnswer answer) {
    var body = Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    HttpUtil.setContentLength(response, body.readableBytes());
    context.writeAndFlush(closeIfShuttingDown(response)).addListener((ChannelFuture done) -> answered(context));
  }

  private void stream(ChannelHandlerContext context, String lines) {
    if (!lines.matches("\\d{1,9}")) {
      answer(context, new ShopAnswer(400, "{\"error\":\"expected /stream?lines=NUMBER\"}\n"));
      return;
    }
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    HttpUtil.setTransferEncodingChunked(response, true);
    context.writeAndFlush(closeIfShuttingDown(response));
    LineStream.write(context, Integer.parseInt(lines), shop.by()).addListener(done -> answered(context));
  }

  /** During the shutdown, tells HTTP/1.1 clients to use a new connection for the next request. */
  private HttpResponse closeIfShuttingDown(HttpResponse response) {
    if (shutdown.hasBegun()) {
      HttpUtil.setKeepAlive(response, false);
    }
    return response;
  }

  private void answered(ChannelHandlerContext context) {
    answering = false;
    if (closing) {
      context.close();
    } else {
      context.executor().execute(context::read); // only after the current read has finished
    }
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (answering && context.channel().isActive()) {
      closing = true;
      PromiseNotifier.cascade(context.channel().closeFuture(), promise);
    } else {
      context.close(promise);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    answering = false; // the client has disconnected, or sent something else than HTTP
    context.close();
  }
}
