package dev.devsession.tunnel.carrier.portforward;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.List;

/** A WebSocket (RFC 6455), which proxies in front of an API server are most likely to let through. */
final class WebSocket implements PortForwardProtocol {

  static final String NAME = "v4.channel.k8s.io";
  /** Kubernetes' ends send 32 KiB and the channel's number. */
  private static final int LARGEST_FRAME = 1024 * 1024;

  private final Handshake handshake = new Handshake();

  /** Netty's, used for its headers alone: the request itself is the same for each protocol. */
  private static final class Handshake extends WebSocketClientHandshaker13 {
    Handshake() {
      super(URI.create("ws://api-server"), WebSocketVersion.V13, NAME, false, new DefaultHttpHeaders(), LARGEST_FRAME);
    }

    @Override
    protected FullHttpRequest newHandshakeRequest() {
      return super.newHandshakeRequest();
    }

    @Override
    protected void verify(FullHttpResponse response) {
      super.verify(response);
    }
  }

  @Override
  public void addRequestHeaders(HttpHeaders request) {
    request.add(handshake.newHandshakeRequest().headers()).remove(HttpHeaderNames.ORIGIN);
  }

  @Override
  public boolean isGranted(FullHttpResponse answer) {
    try {
      handshake.verify(answer);
      return NAME.equals(answer.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
    } catch (WebSocketHandshakeException e) {
      return false;
    }
  }

  @Override
  public List<ChannelHandler> handlers(int port, ConnectAttempt attempt) {
    var config = WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(LARGEST_FRAME).expectMaskedFrames(false)
        .allowExtensions(false).withUTF8Validator(false).build();
    return List.of(new WebSocket13FrameDecoder(config), new WebSocket13FrameEncoder(true),
        new WebSocketPortForward(attempt), new ReadGateHandler());
  }
}
