package dev.devsession.proxy.intercept;

import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One attempt to have a program on a machine take a connection. */
final class MachineAttempt {

  private MachineAttempt() {}

  /**
   * Dials and, if a gateway is dialed, waits for its answer.
   *
   * @param most for both together
   * @return a channel that reads nothing yet, or a {@link MachineAwayException}; whoever ends it ends the attempt
   */
  static Promise<SocketChannel> start(EventLoop loop, Dialer dialer, Target machine, Duration most) {
    Promise<SocketChannel> taken = loop.newPromise();
    var timeout = loop.schedule(() -> taken.tryFailure(AwayMessages.silent(machine, most)), most.toNanos(),
        TimeUnit.NANOSECONDS);
    taken.addListener(done -> timeout.cancel(false));
    dialer.dial(loop, machine).addListener((Future<SocketChannel> dialed) -> {
      if (!dialed.isSuccess()) {
        taken.tryFailure(AwayMessages.notReached(machine, dialed.cause()));
      } else if (taken.isDone()) {
        Sockets.reset(dialed.getNow());
      } else if (machine.gateway() == null) {
        taken.setSuccess(dialed.getNow());
      } else {
        TakenAnswerHandler.ask(dialed.getNow(), machine, taken);
      }
    });
    return taken;
  }
}
