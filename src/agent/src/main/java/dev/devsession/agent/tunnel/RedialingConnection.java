package dev.devsession.agent.tunnel;

import dev.devsession.console.FailureText;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.connection.AgentConnection;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One of the two connections, dialed again whenever it is lost, or the gateway has a new pod: the old connection then
 * serves on until the new one is open. Everything happens on its event loop.
 */
final class RedialingConnection {

  /** Receives each change. */
  interface Listener {
    /** @param shortWay what the gateway offers */
    void up(Optional<ShortWayOffer> shortWay);

    void down(DisconnectCause cause, String why);
  }

  /**
   * How it is dialed.
   *
   * @param certificate
   *          what the agent shows on the short way, if it would take one
   * @param pauses
   *          before the first attempt has failed
   */
  record DialSettings(ConnectionRole role, Supplier<Carrier> carriers, Identity identity, StreamConnector dial,
      Supplier<Optional<CertificateFingerprint>> certificate, Backoff pauses) {}

  private final EventLoop loop;
  private final DialSettings settings;
  private final Listener listener;
  private Carrier carrier;
  private Optional<ServingConnection> serving = Optional.empty();
  private boolean isDialing;
  private boolean wasUp;
  private long upSinceNanos;
  private Backoff backoff;
  private Future<?> waiting;
  /** Number of the current attempt; results of earlier attempts are ignored. */
  private int attempt;

  RedialingConnection(EventLoop loop, DialSettings settings, Listener listener) {
    this.loop = loop;
    this.settings = settings;
    this.listener = listener;
    this.backoff = settings.pauses();
  }

  Optional<TunnelConnection> connection() {
    return serving.map(ServingConnection::connection);
  }

  void dial() {
    stopWaiting();
    int mine = ++attempt;
    isDialing = true;
    var current = settings.carriers().get();
    if (!current.equals(carrier)) { // the same one knows which of its ways is open
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
    var streams = new ServingConnection.StreamTimes(settings.dial(), loop.ticker().nanoTime());
    var hello = new Hello(settings.role(), identity, settings.certificate().get());
    var offer = new AtomicReference<Optional<ShortWayOffer>>(Optional.empty());
    AgentConnection.open(channel, hello, streams, ok -> offer.set(ok.shortWay()))
        .addListener((Future<TunnelConnection> opened) -> {
          if (mine != attempt) {
            if (opened.isSuccess()) {
              opened.getNow().close("the agent has opened a newer connection");
            }
          } else if (opened.isSuccess()) {
            up(new ServingConnection(opened.getNow(), streams), offer.get());
          } else {
            failed(opened.cause());
          }
        });
  }

  private void up(ServingConnection opened, Optional<ShortWayOffer> shortWay) {
    isDialing = false;
    serving.ifPresent(older -> older.closeWhenUnneeded(loop));
    serving = Optional.of(opened);
    wasUp = true;
    upSinceNanos = loop.ticker().nanoTime();
    opened.connection().closed().addListener((Future<String> closed) -> {
      if (serving.filter(opened::equals).isPresent()) {
        lost(closed.getNow());
      }
    });
    listener.up(shortWay);
  }

  private void lost(String why) {
    serving = Optional.empty();
    backoff = backoff.lost(Duration.ofNanos(loop.ticker().nanoTime() - upSinceNanos));
    if (!isDialing) {
      stopWaiting();
      dialAfterPause(DisconnectCause.AWAY);
    }
    listener.down(DisconnectCause.AWAY, why);
  }

  private void failed(Throwable failure) {
    isDialing = false;
    var cause = cause(failure);
    dialAfterPause(cause);
    if (serving.isEmpty()) {
      listener.down(cause, failure instanceof CarrierException ? failure.getMessage() : FailureText.of(failure));
    }
    backoff = backoff.failed();
  }

  /** An API server that has just started permits nobody anything until it has read who may do what. */
  private DisconnectCause cause(Throwable failure) {
    var cause = DisconnectCause.of(failure);
    return cause == DisconnectCause.NOT_PERMITTED && wasUp && backoff.isEarly() ? DisconnectCause.AWAY : cause;
  }

  private void dialAfterPause(DisconnectCause cause) {
    waiting = loop.schedule(this::dial, backoff.before(cause).toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Dials now, because the address may have changed or the target may answer again. An open connection is left
   * alone until the new one is open.
   */
  void targetChanged() {
    backoff = backoff.begun();
    if (waiting != null || !settings.carriers().get().equals(carrier)) {
      dial();
    }
  }

  /** Dials no more. An open connection ends what it carries, and is asked for no more. */
  void retire() {
    stopWaiting();
    attempt++;
    isDialing = false;
    backoff = backoff.begun();
    var retiring = serving;
    serving = Optional.empty();
    retiring.ifPresent(s -> s.closeWhenUnneeded(loop));
  }

  /** Drops the current connection and dials at once. */
  void redial(String why) {
    boolean wasOpen = serving.isPresent();
    stop(why);
    backoff = backoff.begun();
    if (wasOpen) {
      listener.down(DisconnectCause.AWAY, why);
    }
    dial();
  }

  void stop(String why) {
    stopWaiting();
    attempt++;
    isDialing = false;
    var dropped = serving;
    serving = Optional.empty();
    dropped.ifPresent(s -> s.connection().close(why));
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
