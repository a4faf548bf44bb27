package dev.devsession.proxy.intercept;

import dev.devsession.match.RequestHead;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.SessionRoute.Role;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.Optional;

/**
 * A listening port whose requests are routed one by one. It lives as long as the port listens; its routes change with
 * the routes file, and the next request of every open connection follows them.
 */
public final class InterceptedPort {
  private final Dialer dialer;
  private final MachineConnector machines;
  private Intercept routes;
  private int epoch;

  public InterceptedPort(Intercept routes, Dialer dialer, MachineConnector machines) {
    this.routes = routes;
    this.dialer = dialer;
    this.machines = machines;
  }

  public void change(Intercept next) {
    routes = next;
  }

  public Intercept routes() {
    return routes;
  }

  /** Connections to machines that were opened before don't take further requests. */
  public void renewMachines() {
    epoch++;
  }

  /** Changes with {@link #renewMachines}. */
  public int epoch() {
    return epoch;
  }

  /** The session that answers the request; empty: the original does. */
  public Optional<SessionRoute> answering(RequestHead head) {
    for (var session : routes.sessions()) {
      if (session.role() == Role.ALL || session.role() == Role.MATCHING && session.rules().matches(head)) {
        return Optional.of(session);
      }
    }
    return Optional.empty();
  }

  /** The session that gets every connection, whatever an older one asks for; empty if requests are to be told apart. */
  public Optional<SessionRoute> answeringAll() {
    return routes.sessions().stream().limit(1).filter(session -> session.role() == Role.ALL).findFirst();
  }

  /** The session that gets connections whose protocol isn't known; empty: the original does. */
  public Optional<SessionRoute> answeringUnknown() {
    return routes.sessions().stream().filter(session -> session.role() == Role.ALL).findFirst();
  }

  /** Whether this session's machine still answers requests. */
  public boolean isOpenTo(SessionRoute session) {
    for (var now : routes.sessions()) {
      if (now.session().equals(session.session())) {
        return now.machine().equals(session.machine()) && now.role() != Role.MIRROR;
      }
    }
    return false;
  }

  /** A connection to the original that reads nothing yet. */
  public Future<SocketChannel> connectOriginal(EventLoop loop) {
    return dialer.dial(loop, routes.original());
  }

  /** A connection to a session's machine that reads nothing yet, failed with {@link MachineAwayException}. */
  public Future<SocketChannel> connectMachine(EventLoop loop, SessionRoute session) {
    return machines.connect(loop, session.machine());
  }

  /**
   * A connection, to be passed on whole, to the session's machine; or to the original, if the machine is away and the
   * session allows it. It reads nothing yet.
   */
  public Future<SocketChannel> connectWhole(EventLoop loop, SessionRoute session) {
    Promise<SocketChannel> connected = loop.newPromise();
    connectMachine(loop, session).addListener((Future<SocketChannel> taken) -> {
      if (taken.isSuccess() || session.refuseWhenAway()) {
        PromiseNotifier.cascade(taken, connected);
      } else {
        requestFellBack(session);
        PromiseNotifier.cascade(connectOriginal(loop), connected);
      }
    });
    return connected;
  }

  /** Counts a request that goes to a session's machine. */
  public void requestMatched(SessionRoute session) {
    // Counted by the metrics of intercepted ports.
  }

  /** Counts a request that a session's machine couldn't take, and that the original answers. */
  public void requestFellBack(SessionRoute session) {
    // Counted by the metrics of intercepted ports.
  }

  /** Counts a request that no session asks for. */
  public void requestPassed() {
    // Counted by the metrics of intercepted ports.
  }
}
