package dev.devsession.tunnel.carrier.portforward;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.List;

/** SPDY/3.1, the older way: container runtimes spend a third of the time on it that a WebSocket costs them. */
final class Spdy implements PortForwardProtocol {

  private static final String NAME = "SPDY/3.1";
  private static final String VERSION_HEADER = "X-Stream-Protocol-Version";
  private static final String VERSION = "portforward.k8s.io";

  @Override
  public void addRequestHeaders(HttpHeaders request) {
    request.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE).set(HttpHeaderNames.UPGRADE, NAME)
        .set(VERSION_HEADER, VERSION);
  }

  @Override
  public boolean isGranted(FullHttpResponse answer) {
    HttpHeaders headers = answer.headers();
    return headers.containsValue(HttpHeaderNames.UPGRADE, NAME, true) && VERSION.equals(headers.get(VERSION_HEADER));
  }

  @Override
  public List<ChannelHandler> handlers(int port, ConnectAttempt attempt) {
    return List.of(new SpdyReader(), new SpdyFrameCodec(SpdyVersion.SPDY_3_1),
        new SpdyPortForward(port, attempt), new ReadGateHandler());
  }
}
