package dev.devsession.proxy.intercept;

import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Target;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/** Takes a machine to be at home if its address, or its gateway, accepts the connection. */
public final class DialedMachineConnector implements MachineConnector {
  private final Dialer dialer;

  public DialedMachineConnector(Dialer dialer) {
    this.dialer = dialer;
  }

  @Override
  public Future<SocketChannel> connect(EventLoop loop, Target machine) {
    Promise<SocketChannel> taken = loop.newPromise();
    dialer.dial(loop, machine).addListener((Future<SocketChannel> dialed) -> {
      if (!dialed.isSuccess()) {
        taken.setFailure(new MachineAwayException("the machine isn't there", dialed.cause()));
        return;
      }
      if (machine.gateway() != null) {
        dialed.getNow().writeAndFlush(Unpooled.copyShort(machine.hostPort()));
      }
      taken.setSuccess(dialed.getNow());
    });
    return taken;
  }
}
