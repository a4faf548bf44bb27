package dev.devsession.agent.tunnel;

import dev.devsession.console.FailureText;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.connection.AgentConnection;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One of the two connections, dialed again whenever it is lost. Everything happens on its event loop. */
final class RedialingConnection {

  /** Hears of each change. */
  interface Listener {
    void up();

    void down(DisconnectCause trouble, String why);
  }

  /** How it is dialed. */
  record Dialling(ConnectionRole role, Supplier<Carrier> carriers, Identity identity, StreamConnector dial) {}

  private final EventLoop loop;
  private final Dialling dialling;
  private final Listener listener;
  private Carrier carrier;
  private Optional<TunnelConnection> connection = Optional.empty();
  private boolean wasUp;
  private long upSinceNanos;
  private Backoff backoff = Backoff.NONE;
  private Future<?> waiting;
  /** Number of the current attempt; results of earlier attempts are ignored. */
  private int attempt;

  RedialingConnection(EventLoop loop, Dialling dialling, Listener listener) {
    this.loop = loop;
    this.dialling = dialling;
    this.listener = listener;
  }

  Optional<TunnelConnection> connection() {
    return connection;
  }

  void dial() {
    stopWaiting();
    int mine = ++attempt;
    var current = dialling.carriers().get();
    if (!current.equals(carrier)) { // the same one knows which of its ways is open
      carrier = current;
    }
    carrier.open(loop).addListener((Future<Channel> opened) -> {
      if (mine != attempt) {
        closeIfOpen(opened);
      } else if (opened.isSuccess()) {
        greet(opened.getNow(), mine);
      } else {
        failed(opened.cause());
      }
    });
  }

  private void greet(Channel channel, int mine) {
    // Take over only on the first connect; otherwise two agents would evict each other forever.
    Identity identity = wasUp ? dialling.identity().yielding() : dialling.identity();
    AgentConnection.open(channel, dialling.role(), identity, dialling.dial())
        .addListener((Future<TunnelConnection> greeted) -> {
          if (mine != attempt) {
            if (greeted.isSuccess()) {
              greeted.getNow().close("the agent has opened a newer connection");
            }
          } else if (greeted.isSuccess()) {
            up(greeted.getNow(), mine);
          } else {
            failed(greeted.cause());
          }
        });
  }

  private void up(TunnelConnection opened, int mine) {
    connection = Optional.of(opened);
    wasUp = true;
    upSinceNanos = loop.ticker().nanoTime();
    opened.closed().addListener((Future<String> closed) -> {
      if (mine == attempt) {
        backoff = backoff.lost(Duration.ofNanos(loop.ticker().nanoTime() - upSinceNanos));
        down(DisconnectCause.AWAY, closed.getNow());
      }
    });
    listener.up();
  }

  private void failed(Throwable failure) {
    DisconnectCause trouble = DisconnectCause.of(failure);
    down(trouble, failure instanceof CarrierException ? failure.getMessage() : FailureText.of(failure));
    backoff = backoff.failed();
  }

  private void down(DisconnectCause trouble, String why) {
    connection = Optional.empty();
    waiting = loop.schedule(this::dial, backoff.before(trouble).toMillis(), TimeUnit.MILLISECONDS);
    listener.down(trouble, why);
  }

  /**
   * Dials now, because the address may have changed or the target may answer again. An open connection is left
   * alone.
   */
  void targetChanged() {
    backoff = Backoff.NONE;
    if (waiting != null || !dialling.carriers().get().equals(carrier)) {
      again("the gateway's pod was replaced");
    }
  }

  /** Drops the current connection and dials at once. */
  void again(String why) {
    boolean stood = connection.isPresent();
    stop(why);
    backoff = Backoff.NONE;
    if (stood) {
      listener.down(DisconnectCause.AWAY, why);
    }
    dial();
  }

  void stop(String why) {
    stopWaiting();
    attempt++;
    connection.ifPresent(standing -> standing.close(why));
    connection = Optional.empty();
  }

  private void stopWaiting() {
    if (waiting != null) {
      waiting.cancel(false);
      waiting = null;
    }
  }

  private static void closeIfOpen(Future<Channel> opened) {
    if (opened.isSuccess()) {
      opened.getNow().close();
    }
  }
}
