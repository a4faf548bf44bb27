package dev.devsession.proxy.intercept;

import dev.devsession.proxy.routes.Target;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;

/** Opens connections that a program on a machine has taken. */
public interface MachineConnector {
  /**
   * Connects through a gateway to the port on the machine behind it.
   *
   * @return a channel that reads nothing yet, once the program on the machine has accepted it; failed with
   *   {@link MachineAwayException} if no machine takes it within about a second
   */
  Future<SocketChannel> connect(EventLoop loop, Target machine);
}
