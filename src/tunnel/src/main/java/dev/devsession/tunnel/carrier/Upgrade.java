package dev.devsession.tunnel.carrier;

import dev.devsession.tunnel.carrier.CarrierException.Cause;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpClientUpgradeHandler.UpgradeEvent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Asks for a protocol of port-forward; once it is granted, that takes the place of HTTP. */
final class Upgrade extends SimpleChannelInboundHandler<FullHttpResponse> {

  /**
   * What is asked for.
   *
   * @param host as in the header {@code Host}
   * @param target path and query
   * @param port of the pod
   */
  record Request(String host, String target, int port, Map<String, List<String>> headers) {}

  private final Request request;
  private final Protocol protocol;
  private final Opening opening;

  Upgrade(Request request, Protocol protocol, Opening opening) {
    this.request = request;
    this.protocol = protocol;
    this.opening = opening;
  }

  /** TLS and a proxy hold the request back until they are through. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(message()).addListener(sent -> {
      if (sent.isSuccess()) {
        opening.asked();
      }
    });
  }

  private FullHttpRequest message() {
    FullHttpRequest message = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.target(),
        Unpooled.EMPTY_BUFFER);
    message.headers().set(HttpHeaderNames.HOST, request.host());
    protocol.ask(message.headers());
    request.headers().forEach((name, values) -> message.headers().set(name, values));
    return message;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
    if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      opening.refuse(Refusal.of(response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
    } else if (!protocol.isGranted(response.headers())) {
      opening.refuse(new CarrierException(Cause.RETRY, "what answered at " + request.host()
          + " is no Kubernetes API server, or one whose port-forward is not of this time (DevSession needs Kubernetes 1.30)",
          null));
    } else {
      // What came with the answer is handed to the handler after the codec as this one goes.
      protocol.handlers(request.port(), opening).forEach(ctx.pipeline()::addLast);
      ctx.pipeline().remove(this);
      ctx.pipeline().remove(HttpObjectAggregator.class);
      ctx.pipeline().remove(HttpClientCodec.class);
      ctx.pipeline().fireUserEventTriggered(UpgradeEvent.UPGRADE_SUCCESSFUL);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    opening.fail(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    opening
        .refuse(
            new CarrierException(Cause.RETRY, "the connection was ended while the API server was to open it", null));
  }
}
