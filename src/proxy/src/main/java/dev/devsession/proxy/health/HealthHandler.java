package dev.devsession.proxy.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers one GET and closes. A request head has 5 s and 8 KiB to arrive; bodies are not read. */
final class HealthHandler extends ChannelInboundHandlerAdapter {

  private static final int MAX_HEAD_BYTES = 8192;
  private static final int MAX_SECONDS = 5;

  private final Function<String, Answer> answers;
  private final StringBuilder head = new StringBuilder(256);
  private boolean answered;

  /** @param answers from a path to what is said there */
  HealthHandler(Function<String, Answer> answers) {
    this.answers = answers;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var timeout = context.executor().schedule(() -> context.close(), MAX_SECONDS, TimeUnit.SECONDS);
    context.channel().closeFuture().addListener(closed -> timeout.cancel(false));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    try {
      if (!answered) {
        head.append(bytes.toString(StandardCharsets.ISO_8859_1));
        if (head.indexOf("\r\n\r\n") >= 0) {
          send(context, answer(head.toString()));
        } else if (head.length() > MAX_HEAD_BYTES) {
          send(context, new Answer(431, "the request head is longer than " + MAX_HEAD_BYTES + " bytes"));
        }
      }
    } finally {
      bytes.release();
    }
  }

  private Answer answer(String request) {
    int space = request.indexOf(' ');
    int end = request.indexOf(' ', space + 1);
    if (space < 0 || end < 0 || !request.startsWith("HTTP/1.", end + 1)) {
      return new Answer(400, "expected an HTTP/1.1 request");
    }
    return request.startsWith("GET ")
        ? answers.apply(request.substring(space + 1, end))
        : new Answer(405, "expected GET");
  }

  private void send(ChannelHandlerContext context, Answer answer) {
    answered = true;
    var body = answer.body();
    var text = "HTTP/1.1 " + answer.status() + ' ' + reason(answer.status())
        + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), text)).addListener(ChannelFutureListener.CLOSE);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      default -> "Bad Request";
    };
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
