package dev.devsession.tunnel.carrier;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** A WebSocket (RFC 6455, section 4.1), which whatever stands before an API server is most likely to let through. */
final class WebSocket implements Protocol {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String key;

  WebSocket() {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  @Override
  public void ask(HttpHeaders request) {
    request.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET).set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
        .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, WebSocketPortForward.PROTOCOL);
  }

  @Override
  public boolean isGranted(HttpHeaders answer) {
    return accept().equals(answer.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))
        && WebSocketPortForward.PROTOCOL.equals(answer.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
  }

  @Override
  public List<ChannelHandler> handlers(int port, Opening opening) {
    return List.of(new WebSocketPortForward(opening), new HoldBack());
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
