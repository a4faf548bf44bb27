package dev.devsession.proxy.intercept;

import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Target;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks the machine's gateway whether a program took the connection, as docs/wire.md describes under "In the cluster". A
 * machine without a gateway has taken a connection when it is open. While a machine is silent, only probes wait for
 * it; requests fail at once. To be used on the event loop only.
 */
public final class GatewayMachineConnector implements MachineConnector {

  private final Dialer dialer;
  private final Map<Target, MachineReach> tried = new HashMap<>();

  public GatewayMachineConnector(Dialer dialer) {
    this.dialer = dialer;
  }

  @Override
  public Future<SocketChannel> connect(EventLoop loop, Target machine) {
    return tried.computeIfAbsent(machine, m -> new MachineReach(loop, dialer, m, () -> tried.remove(m))).connect();
  }
}
