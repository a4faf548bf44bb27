package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Forwarder;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import dev.devsession.tunnel.socket.Sockets;
import dev.devsession.tunnel.stream.StreamOpener;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The tunnel to a session's gateway, redialed until it is closed: one connection for streams from the cluster, and one
 * for streams to it. It counts as connected while both are open.
 */
public final class Tunnel implements Forwarder, AutoCloseable {

  private static final long CLOCK_CHECK_MILLIS = 1000;
  private static final long IDLE_CHECK_MILLIS = 50;
  private static final long CLOSE_MILLIS = 1000;

  private final EventLoop loop;
  private final TunnelEvents events;
  private final DeclaredPortConnector machine;
  private final RedialingConnection reverse;
  private final RedialingConnection forward;
  private final ShortWayConnections shortWay;
  private TunnelNews news;
  private final SuspendDetector suspension;
  private Future<?> clockCheck;

  /**
   * Prepares it; nothing happens before {@link #start()}.
   *
   * @param loop
   *          of NIO
   * @param carriers
   *          called before each dial, on the loop; gives the carrier to the gateway's current pod, an equal one as long
   *          as it is the same pod
   */
  public Tunnel(EventLoop loop, Supplier<Carrier> carriers, Identity identity, TunnelEvents events) {
    this(loop, carriers, OptionalInt::empty, identity, events);
  }

  /** @param nodePort
   *          called on the loop; gives the port at which nodes lead to the gateway, if they do */
  public Tunnel(EventLoop loop, Supplier<Carrier> carriers, Supplier<OptionalInt> nodePort, Identity identity,
      TunnelEvents events) {
    this.loop = loop;
    this.events = events;
    this.machine = new DeclaredPortConnector(events);
    // On a thread of its own, since it takes as long as the first dial.
    var certificate = CompletableFuture.supplyAsync(() -> EphemeralCertificate.create(Instant.now()),
        task -> Thread.ofPlatform().daemon().name("certificate").start(task));
    this.reverse = connection(ConnectionRole.REVERSE, carriers, identity, certificate);
    this.forward = connection(ConnectionRole.FORWARD, carriers, identity, certificate);
    this.shortWay = new ShortWayConnections(loop, identity.yielding(), machine, certificate::join, nodePort,
        events::way);
    this.suspension = new SuspendDetector(System.currentTimeMillis(), System.nanoTime());
  }

  private RedialingConnection connection(ConnectionRole role, Supplier<Carrier> carriers, Identity identity,
      CompletableFuture<EphemeralCertificate> certificate) {
    return new RedialingConnection(loop, new RedialingConnection.DialSettings(role, carriers, identity, machine,
        () -> Optional.of(certificate.join().fingerprint()), Backoff.NONE), new ReportingListener());
  }

  /** Dials, and redials whenever a connection is lost. */
  public void start() {
    loop.execute(() -> {
      news = new TunnelNews(System.nanoTime());
      reverse.dial();
      forward.dial();
      clockCheck = loop.scheduleAtFixedRate(this::checkClocks, CLOCK_CHECK_MILLIS, CLOCK_CHECK_MILLIS,
          TimeUnit.MILLISECONDS);
    });
  }

  /** Sets the ports of this machine that the cluster may connect to. May be called at any time, on any thread. */
  public void hostPorts(Set<Integer> ports) {
    machine.hostPorts(ports);
  }

  /** The gateway has another pod, or its pod has become reachable: dials now instead of later. Any thread. */
  public void podChanged() {
    loop.execute(() -> {
      reverse.targetChanged();
      forward.targetChanged();
    });
  }

  @Override
  public void carry(SocketChannel client, String host, int port) {
    var byPortForward = forward.connection();
    var opener = shortWay.toCluster()
        .<StreamOpener>map(way -> way.before(() -> forward.connection().orElse(null)))
        .or(() -> byPortForward);
    opener.ifPresentOrElse(
        open -> open.carry(client, (host.contains(":") ? "[" + host + "]" : host) + ":" + port),
        () -> Sockets.reset(client));
  }

  /** Completes when no connection from the cluster is carried any more, or none can be. Any thread. */
  public CompletableFuture<Void> whenIdle() {
    var idle = new CompletableFuture<Void>();
    loop.execute(() -> completeWhenIdle(idle));
    return idle;
  }

  private void completeWhenIdle(CompletableFuture<Void> idle) {
    if (reverse.connection().filter(c -> c.streams() > 0).isEmpty() && shortWay.streamsToMachine() == 0) {
      idle.complete(null);
    } else {
      loop.schedule(() -> completeWhenIdle(idle), IDLE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Tells the gateway that the agent is exiting, and closes all streams. */
  @Override
  public void close() {
    Future<?> closed = loop.submit(() -> {
      if (clockCheck != null) {
        clockCheck.cancel(false);
      }
      shortWay.stop("the agent is exiting");
      reverse.stop("the agent is exiting");
      forward.stop("the agent is exiting");
    });
    if (!loop.inEventLoop()) {
      closed.awaitUninterruptibly(CLOSE_MILLIS);
    }
  }

  private void checkClocks() {
    news.silence(System.nanoTime()).ifPresent(this::report);
    if (suspension.wasSuspended(System.currentTimeMillis(), System.nanoTime())) {
      shortWay.stop("the machine was suspended");
      reverse.redial("the machine was suspended");
      forward.redial("the machine was suspended");
    }
  }

  private void report(TunnelNews.News change) {
    switch (change) {
      case TunnelNews.News.Connected _ ->
        events.connected(reverse.connection().map(TunnelConnection::roundTrip).orElseThrow());
      case TunnelNews.News.Away(DisconnectCause cause, String why) -> {
        switch (cause) {
          case OCCUPIED, REFUSED -> events.refused(why, cause == DisconnectCause.OCCUPIED);
          case AWAY, STARTING, NOT_PERMITTED -> events.lost(why);
        }
      }
    }
  }

  private final class ReportingListener implements RedialingConnection.Listener {
    @Override
    public void up(Optional<ShortWayOffer> offer) {
      if (reverse.connection().isPresent() && forward.connection().isPresent()) {
        news.up().ifPresent(Tunnel.this::report);
        shortWay.offered(offer);
      }
    }

    @Override
    public void down(DisconnectCause cause, String why) {
      shortWay.retire();
      news.down(cause, why, System.nanoTime()).ifPresent(Tunnel.this::report);
    }
  }
}
