package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.carrier.Carrier;
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

  /** Receives each change. */
  interface Listener {
    void up();

    void down(DisconnectCause cause, String why);
  }

  /** How it is dialed. */
  record DialSettings(ConnectionRole role, Supplier<Carrier> carriers, Identity identity, StreamConnector dial) {}

  private final EventLoop loop;
  private final DialSettings settings;
  private final Listener listener;
  private Carrier carrier;
  private Optional<TunnelConnection> connection = Optional.empty();
  private boolean wasUp;
  private long upSinceNanos;
  private Backoff backoff = Backoff.NONE;
  private Future<?> waiting;
  /** Number of the current attempt; results of earlier attempts are ignored. */
  private int attempt;

  RedialingConnection(EventLoop loop, DialSettings settings, Listener listener) {
    this.loop = loop;
    this.settings = settings;
    this.listener = listener;
  }

  Optional<TunnelConnection> connection() {
    return connection;
  }

  void dial() {
    stopWaiting();
    int mine = ++attempt;
    var current = settings.carriers().get();
    if (!current.equals(carrier)) { // an equal carrier already knows which protocol works
      carrier = current;
    }
    carrier.open(loop).addListener((Future<Channel> opened) -> {
      if (mine != attempt) {
        closeIfOpen(opened);
      } else if (opened.isSuccess()) {
        sayHello(opened.getNow(), mine);
      } else {
        failed(opened.cause());
      }
    });
  }

  private void sayHello(Channel channel, int mine) {
    // Take over only on the first connect; otherwise two agents would evict each other forever.
    Identity identity = wasUp ? settings.identity().yielding() : settings.identity();
    AgentConnection.open(channel, settings.role(), identity, settings.dial())
        .addListener((Future<TunnelConnection> opened) -> {
          if (mine != attempt) {
            if (opened.isSuccess()) {
              opened.getNow().close("the agent has opened a newer connection");
            }
          } else if (opened.isSuccess()) {
            up(opened.getNow(), mine);
          } else {
            failed(opened.cause());
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
    DisconnectCause cause = DisconnectCause.of(failure);
    down(cause, Optional.ofNullable(failure.getMessage()).orElseGet(failure.getClass()::getSimpleName));
    backoff = backoff.failed();
  }

  private void down(DisconnectCause cause, String why) {
    connection = Optional.empty();
    waiting = loop.schedule(this::dial, backoff.before(cause).toMillis(), TimeUnit.MILLISECONDS);
    listener.down(cause, why);
  }

  /**
   * Dials now, because the address may have changed or the target may answer again. An open connection is left
   * alone.
   */
  void targetChanged() {
    backoff = Backoff.NONE;
    if (waiting != null || !settings.carriers().get().equals(carrier)) {
      redial("the gateway's pod was replaced");
    }
  }

  /** Drops the current connection and dials immediately. */
  void redial(String why) {
    boolean wasOpen = connection.isPresent();
    stop(why);
    backoff = Backoff.NONE;
    if (wasOpen) {
      listener.down(DisconnectCause.AWAY, why);
    }
    dial();
  }

  void stop(String why) {
    stopWaiting();
    attempt++;
    connection.ifPresent(open -> open.close(why));
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
