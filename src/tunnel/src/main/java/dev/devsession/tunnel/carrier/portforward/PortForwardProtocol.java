package dev.devsession.tunnel.carrier.portforward;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/** What an API server's port-forward may be spoken in, asked for once. */
interface PortForwardProtocol {
  /** Adds the headers of the request that ask for it. */
  void ask(HttpHeaders request);

  /** @param answer with status 101 */
  boolean isGranted(FullHttpResponse answer);

  /**
   * They take the place of HTTP and then get the event {@code UPGRADE_SUCCESSFUL}; the attempt succeeds once the server
   * has accepted the port.
   *
   * @param port of the pod
   */
  List<ChannelHandler> handlers(int port, ConnectAttempt attempt);
}
