package dev.devsession.tunnel.carrier;

import dev.devsession.tunnel.carrier.CarrierException.Cause;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Asks for a WebSocket (RFC 6455, section 4.1); once granted, {@link PortForward} takes its place. */
final class Upgrade extends SimpleChannelInboundHandler<FullHttpResponse> {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What is asked for.
   *
   * @param host as in the header {@code Host}
   * @param target path and query
   */
  record Request(String host, String target, Map<String, List<String>> headers) {}

  private final Request request;
  private final Opening opening;
  private final String key;

  Upgrade(Request request, Opening opening) {
    this.request = request;
    this.opening = opening;
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  /** TLS and a proxy hold the request back until they are through. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(message());
  }

  private FullHttpRequest message() {
    FullHttpRequest message = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.target(),
        Unpooled.EMPTY_BUFFER);
    message.headers().set(HttpHeaderNames.HOST, request.host())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET).set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
        .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, PortForward.PROTOCOL);
    request.headers().forEach((name, values) -> message.headers().set(name, values));
    return message;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
    if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      opening.fail(Refusal.of(response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
    } else if (!accept().equals(response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))
        || !PortForward.PROTOCOL.equals(response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL))) {
      opening.fail(new CarrierException(Cause.RETRY, "what answered at " + request.host()
          + " is no Kubernetes API server, or one without port-forward over WebSocket (it came with Kubernetes 1.30)",
          null));
    } else {
      // What came with the answer is handed to the handler after the codec as this one goes.
      ctx.pipeline().replace(this, null, new PortForward(opening));
      ctx.pipeline().remove(HttpObjectAggregator.class);
      ctx.pipeline().remove(HttpClientCodec.class);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    opening.fail(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    opening
        .fail(new CarrierException(Cause.RETRY, "the connection was ended while the API server was to open it", null));
  }

  private String accept() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
