package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Forwarder;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.socket.Sockets;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The tunnel to a session's gateway, redialed until it is closed: one connection for streams from the cluster, and one
 * for streams to it. It counts as connected while both are open.
 */
public final class Tunnel implements Forwarder, AutoCloseable {

  private static final long CLOCK_CHECK_MILLIS = 1000;
  private static final long CLOSE_MILLIS = 1000;

  private final EventLoop loop;
  private final TunnelEvents events;
  private final DeclaredPortConnector machine;
  private final RedialingConnection reverse;
  private final RedialingConnection forward;
  private final TunnelNews news;
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
    this.loop = loop;
    this.events = events;
    this.machine = new DeclaredPortConnector(events);
    this.reverse = new RedialingConnection(loop,
        new RedialingConnection.DialSettings(ConnectionRole.REVERSE, carriers, identity, machine),
        new ReportingListener());
    this.forward = new RedialingConnection(loop,
        new RedialingConnection.DialSettings(ConnectionRole.FORWARD, carriers, identity, machine),
        new ReportingListener());
    this.news = new TunnelNews(System.nanoTime());
    this.suspension = new SuspendDetector(System.currentTimeMillis(), System.nanoTime());
  }

  /** Dials, and redials whenever a connection is lost. */
  public void start() {
    loop.execute(() -> {
      reverse.dial();
      forward.dial();
      clockCheck = loop.scheduleAtFixedRate(this::redialAfterSuspend, CLOCK_CHECK_MILLIS, CLOCK_CHECK_MILLIS,
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
    forward.connection().ifPresentOrElse(
        connection -> connection.carry(client, (host.contains(":") ? "[" + host + "]" : host) + ":" + port),
        () -> Sockets.reset(client));
  }

  /** Tells the gateway that the agent is exiting, and closes all streams. */
  @Override
  public void close() {
    Future<?> closed = loop.submit(() -> {
      if (clockCheck != null) {
        clockCheck.cancel(false);
      }
      reverse.stop("the agent is exiting");
      forward.stop("the agent is exiting");
    });
    if (!loop.inEventLoop()) {
      closed.awaitUninterruptibly(CLOSE_MILLIS);
    }
  }

  private void redialAfterSuspend() {
    if (suspension.wasSuspended(System.currentTimeMillis(), System.nanoTime())) {
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
          case AWAY, NOT_PERMITTED -> events.lost(why);
        }
      }
    }
  }

  private final class ReportingListener implements RedialingConnection.Listener {
    @Override
    public void up() {
      if (reverse.connection().isPresent() && forward.connection().isPresent()) {
        news.up().ifPresent(Tunnel.this::report);
      }
    }

    @Override
    public void down(DisconnectCause cause, String why) {
      news.down(cause, why, System.nanoTime()).ifPresent(Tunnel.this::report);
    }
  }
}
