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

  private static final long WATCH_MILLIS = 1000;
  private static final long PARTING_MILLIS = 1000;

  private final EventLoop loop;
  private final TunnelEvents events;
  private final DeclaredPortConnector machine;
  private final RedialingConnection reverse;
  private final RedialingConnection forward;
  private TunnelNews standing;
  private final SuspendDetector sleep;
  private Future<?> watch;

  /**
   * Prepares it; nothing happens before {@link #start()}.
   *
   * @param loop
   *          of NIO
   * @param carriers
   *          asked before each dial, on the loop, for the way to the gateway's current pod: equal ones while it is the
   *          same pod
   */
  public Tunnel(EventLoop loop, Supplier<Carrier> carriers, Identity identity, TunnelEvents events) {
    this.loop = loop;
    this.events = events;
    this.machine = new DeclaredPortConnector(events);
    this.reverse = new RedialingConnection(loop,
        new RedialingConnection.Dialling(ConnectionRole.REVERSE, carriers, identity, machine), new Narrating());
    this.forward = new RedialingConnection(loop,
        new RedialingConnection.Dialling(ConnectionRole.FORWARD, carriers, identity, machine), new Narrating());
    this.sleep = new SuspendDetector(System.currentTimeMillis(), System.nanoTime());
  }

  /** Dials, and redials whenever a connection is lost. */
  public void start() {
    loop.execute(() -> {
      standing = new TunnelNews(System.nanoTime());
      reverse.dial();
      forward.dial();
      watch = loop.scheduleAtFixedRate(this::lookAtClocks, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
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
      if (watch != null) {
        watch.cancel(false);
      }
      reverse.stop("the agent is exiting");
      forward.stop("the agent is exiting");
    });
    if (!loop.inEventLoop()) {
      closed.awaitUninterruptibly(PARTING_MILLIS);
    }
  }

  private void lookAtClocks() {
    standing.silence(System.nanoTime()).ifPresent(this::tell);
    if (sleep.over(System.currentTimeMillis(), System.nanoTime())) {
      reverse.again("the machine was suspended");
      forward.again("the machine was suspended");
    }
  }

  private void tell(TunnelNews.News news) {
    switch (news) {
      case TunnelNews.News.Connected _ ->
        events.connected(reverse.connection().map(TunnelConnection::roundTrip).orElseThrow());
      case TunnelNews.News.Away(DisconnectCause trouble, String why) -> {
        switch (trouble) {
          case OCCUPIED, REFUSED -> events.refused(why, trouble == DisconnectCause.OCCUPIED);
          case AWAY, STARTING, NOT_PERMITTED -> events.lost(why);
        }
      }
    }
  }

  private final class Narrating implements RedialingConnection.Listener {
    @Override
    public void up() {
      if (reverse.connection().isPresent() && forward.connection().isPresent()) {
        standing.up().ifPresent(Tunnel.this::tell);
      }
    }

    @Override
    public void down(DisconnectCause trouble, String why) {
      standing.down(trouble, why, System.nanoTime()).ifPresent(Tunnel.this::tell);
    }
  }
}
