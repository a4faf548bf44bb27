package dev.devsession.tunnel.carrier.portforward;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/** A protocol of an API server's port-forward; an instance serves one connection. */
interface PortForwardProtocol {
  /** Adds the headers that request this protocol. */
  void addRequestHeaders(HttpHeaders request);

  /** @param answer with status 101 */
  boolean isGranted(FullHttpResponse answer);

  /**
   * These handlers replace HTTP and then get the event {@code UPGRADE_SUCCESSFUL}; the attempt succeeds once the server
   * has accepted the port.
   *
   * @param port of the pod
   */
  List<ChannelHandler> handlers(int port, ConnectAttempt attempt);
}
