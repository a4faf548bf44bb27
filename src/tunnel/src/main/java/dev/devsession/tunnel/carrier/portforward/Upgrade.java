package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.CarrierException;
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

/** Requests a protocol of port-forward; once the server grants it, the protocol replaces HTTP. */
final class Upgrade extends SimpleChannelInboundHandler<FullHttpResponse> {

  /**
   * The upgrade request.
   *
   * @param host as in the header {@code Host}
   * @param target path and query
   * @param port of the pod
   */
  record Request(String host, String target, int port, Map<String, List<String>> headers) {}

  private final Request request;
  private final PortForwardProtocol protocol;
  private final ConnectAttempt attempt;

  Upgrade(Request request, PortForwardProtocol protocol, ConnectAttempt attempt) {
    this.request = request;
    this.protocol = protocol;
    this.attempt = attempt;
  }

  /** TLS and a proxy delay the request until their handshakes are done. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(message()).addListener(sent -> {
      if (sent.isSuccess()) {
        attempt.requestSent();
      }
    });
  }

  private FullHttpRequest message() {
    FullHttpRequest message = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.target(),
        Unpooled.EMPTY_BUFFER);
    protocol.addRequestHeaders(message.headers());
    message.headers().set(HttpHeaderNames.HOST, request.host());
    request.headers().forEach((name, values) -> message.headers().set(name, values));
    return message;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
    if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      attempt.refuse(UpgradeRefusal.of(response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
    } else if (!protocol.isGranted(response)) {
      attempt.refuse(new CarrierException(Cause.RETRY, request.host() + " did not accept a port-forward upgrade:"
          + " not a Kubernetes >= 1.31 API server, or a proxy in between blocks upgrades", null));
    } else {
      // Removing the codec passes the bytes after the answer to the next handler.
      protocol.handlers(request.port(), attempt).forEach(ctx.pipeline()::addLast);
      ctx.pipeline().remove(this);
      ctx.pipeline().remove(HttpObjectAggregator.class);
      ctx.pipeline().remove(HttpClientCodec.class);
      ctx.pipeline().fireUserEventTriggered(UpgradeEvent.UPGRADE_SUCCESSFUL);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    attempt.fail(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    attempt.refuse(
        new CarrierException(Cause.RETRY, "the API server closed the connection before it opened the port-forward",
            null));
  }
}
