package dev.devsession.tunnel.carrier;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/** What an API server's port-forward may be spoken in, asked for once. */
interface Protocol {
  /** Adds the headers of the request that ask for it. */
  void ask(HttpHeaders request);

  /** @param answer the headers of an answer 101 */
  boolean isGranted(HttpHeaders answer);

  /**
   * They take the place of HTTP and then get the event {@code UPGRADE_SUCCESSFUL}; the opening succeeds once the server has
   * accepted the port.
   *
   * @param port of the pod
   */
  List<ChannelHandler> handlers(int port, Opening opening);
}
