package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.ConnectRefusedException;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.io.IOException;
import java.net.ConnectException;
import java.util.function.Supplier;

/** Opens streams on the short way, and on the other one those that the short way loses before they are connected. */
final class FallbackOpener implements StreamOpener {

  private final ShortWay shortWay;
  private final Supplier<? extends StreamOpener> otherwise;
  private final EventExecutor loop;

  /** @param otherwise gives null if there is no other connection any more */
  FallbackOpener(ShortWay shortWay, Supplier<? extends StreamOpener> otherwise, EventExecutor loop) {
    this.shortWay = shortWay;
    this.otherwise = otherwise;
    this.loop = loop;
  }

  @Override
  public void carry(SocketChannel socket, String authority) {
    var held = new HeldReads();
    socket.config().setAutoRead(false);
    socket.pipeline().addLast(held);
    shortWay.open(authority).addListener((Future<ConnectedStream> opened) -> {
      var other = opened.isSuccess() || isAnswer(opened.cause()) ? null : otherwise.get();
      if (opened.isSuccess()) {
        opened.getNow().join(socket);
      } else if (other != null) {
        other.carry(socket, authority);
      } else {
        Sockets.reset(socket);
      }
      if (socket.pipeline().context(held) != null) {
        socket.pipeline().remove(held);
      }
    });
  }

  @Override
  public Future<ConnectedStream> open(String authority) {
    Promise<ConnectedStream> outcome = loop.newPromise();
    var first = shortWay.open(authority);
    outcome.addListener(done -> first.cancel(false));
    first.addListener((Future<ConnectedStream> opened) -> {
      if (opened.isSuccess()) {
        outcome.trySuccess(opened.getNow());
      } else if (isAnswer(opened.cause())) {
        outcome.tryFailure(opened.cause());
      } else if (!outcome.isDone()) {
        var other = otherwise.get();
        if (other == null) {
          outcome.tryFailure(new IOException("the connection was lost"));
        } else {
          var second = other.open(authority);
          outcome.addListener(done -> second.cancel(false));
          second.addListener(new PromiseNotifier<>(false, outcome));
        }
      }
    });
    return outcome;
  }

  /** Whether the other end has said why it doesn't connect there, which it would say again. */
  private static boolean isAnswer(Throwable failure) {
    return failure instanceof ConnectRefusedException || failure instanceof ConnectException;
  }
}
