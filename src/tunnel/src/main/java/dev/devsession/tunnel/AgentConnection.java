package dev.devsession.tunnel;

import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

/** The agent's end of a connection: it speaks first. */
public final class AgentConnection {

  private AgentConnection() {}

  /**
   * Says hello on a carrier's channel and waits until the gateway's HTTP/2 SETTINGS have arrived, for 5 s at most. An
   * exception in the channel's pipeline, such as a {@code CarrierException}, becomes the reason of the failure.
   *
   * @param carrier open and not reading yet; closed when this fails
   * @param dial for the streams that the gateway opens; not used by {@link Role#FORWARD}
   * @return fails with a {@code RefusedException} if the gateway doesn't want this agent, else with what was thrown
   */
  public static Future<TunnelConnection> open(Channel carrier, Role role, Identity identity, Dial dial) {
    throw new UnsupportedOperationException();
  }
}
