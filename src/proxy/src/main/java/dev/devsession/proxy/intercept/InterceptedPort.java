package dev.devsession.proxy.intercept;

import dev.devsession.match.RequestHead;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.Optional;

/**
 * A listening port whose requests are routed one by one. It lives as long as the port listens; its routes change with
 * the routes file, and the next request of every open connection follows them.
 */
public final class InterceptedPort {
  private final Dialer dialer;
  private final MachineConnector machines;
  private Intercept routes;

  public InterceptedPort(Intercept routes, Dialer dialer, MachineConnector machines) {
    this.routes = routes;
    this.dialer = dialer;
    this.machines = machines;
  }

  public void change(Intercept next) {
    routes = next;
  }

  /** The session that answers the request; empty: the original does. */
  public Optional<SessionRoute> answering(RequestHead head) {
    return routes.sessions().stream().filter(s -> s.role() == SessionRoute.Role.MATCHING && s.rules().matches(head))
        .findFirst();
  }

  /** A connection to the original that reads nothing yet. */
  public Future<SocketChannel> connectOriginal(EventLoop loop) {
    return dialer.dial(loop, routes.original());
  }

  /** A connection to a session's machine that reads nothing yet, failed with {@link MachineAwayException}. */
  public Future<SocketChannel> connectMachine(EventLoop loop, SessionRoute session) {
    return machines.connect(loop, session.machine());
  }
}
