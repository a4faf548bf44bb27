package dev.devsession.proxy.intercept;

import dev.devsession.proxy.routes.Target;
import dev.devsession.proxy.tls.ServerTls;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** TLS towards the servers of one client, which speaks TLS too. */
public final class ConnectionTls {

  private static final Duration ORIGINAL = Duration.ofSeconds(10);
  /** A machine that has taken a connection isn't far away. */
  private static final Duration MACHINE = Duration.ofSeconds(2);

  /** How long a connection without a request is used for the first one: the original may close it. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final ServerTls asked;
  /** To the original, which no request has used yet; null: there is none. */
  private Future<SocketChannel> begun;

  /**
   * @param asked what the client has asked for, and got
   * @param begun a connection to the original that was begun before; reset if no request needs it soon
   */
  public ConnectionTls(ServerTls asked, Future<SocketChannel> begun, SocketChannel client) {
    this.asked = asked;
    this.begun = begun;
    client.closeFuture().addListener(closed -> dropBegun());
    client.eventLoop().schedule(this::dropBegun, FRESH.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A connection to the original for a client that has just begun TLS. */
  public static Future<SocketChannel> begin(ServerTls offered, InterceptedPort port, EventLoop loop) {
    return offered.secure(loop, port.connectOriginal(loop), ORIGINAL);
  }

  Future<SocketChannel> original(EventLoop loop, Supplier<Future<SocketChannel>> dial) {
    var first = begun;
    begun = null;
    return first != null && first.isSuccess() && first.getNow().isActive()
        ? first
        : asked.secure(loop, dial.get(), ORIGINAL);
  }

  Future<SocketChannel> machine(EventLoop loop, Target machine, Future<SocketChannel> taken) {
    Promise<SocketChannel> secured = loop.newPromise();
    asked.secure(loop, taken, MACHINE).addListener((Future<SocketChannel> done) -> {
      if (done.isSuccess()) {
        secured.setSuccess(done.getNow());
      } else {
        secured.setFailure(taken.isSuccess() ? AwayMessages.noTls(machine, done.cause()) : done.cause());
      }
    });
    return secured;
  }

  private void dropBegun() {
    if (begun != null && begun.isSuccess()) {
      Sockets.reset(begun.getNow());
    }
    begun = null;
  }
}
