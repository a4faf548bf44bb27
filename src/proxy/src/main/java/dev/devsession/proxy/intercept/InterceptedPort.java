package dev.devsession.proxy.intercept;

import dev.devsession.match.RequestHead;
import dev.devsession.proxy.metrics.InterceptCounters;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.SessionRoute.Role;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A listening port whose requests are routed one by one. It lives as long as the port listens; its routes change with
 * the routes file, and the next request of every open connection follows them.
 */
public final class InterceptedPort {
  /** RFC 9110, 9.2.1. */
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Dialer dialer;
  private final MachineConnector machines;
  private final InterceptCounters counters;
  private final CopyBudget copies = new CopyBudget();
  private Intercept routes;
  private List<SessionRoute> mirrors;

  public InterceptedPort(Intercept routes, Dialer dialer, MachineConnector machines) {
    this(routes, dialer, machines, new InterceptCounters());
  }

  /** @param counters of the listening port */
  public InterceptedPort(Intercept routes, Dialer dialer, MachineConnector machines, InterceptCounters counters) {
    this.dialer = dialer;
    this.machines = machines;
    this.counters = counters;
    change(routes);
  }

  public void change(Intercept next) {
    routes = next;
    mirrors = next.sessions().stream().filter(session -> session.role().isMirror()).toList();
    counters.keep(next.sessions().stream().map(SessionRoute::session).collect(Collectors.toSet()));
  }

  public Intercept routes() {
    return routes;
  }

  /** The session that answers the request; empty: the original does. To be called once for each request: it counts. */
  public Optional<SessionRoute> answering(RequestHead head) {
    SessionRoute first = null;
    for (var session : routes.sessions()) {
      if (session.role() == Role.ALL || session.role() == Role.MATCHING && session.rules().matches(head)) {
        if (first == null) {
          first = session;
          counters.of(session.session()).requestMatched();
        } else {
          counters.of(session.session()).requestAlsoMatched();
        }
      }
    }
    if (first == null) {
      counters.requestPassed();
    }
    return Optional.ofNullable(first);
  }

  /**
   * The sessions whose machines get a copy of a request that the original answers. Only of those that change nothing,
   * unless a session asks for all: a second server carries out the others a second time.
   */
  public List<SessionRoute> mirroring(RequestHead head) {
    if (mirrors.isEmpty()) {
      return List.of();
    }
    boolean safe = isSafe(head.method());
    return mirrors.stream().filter(session -> safe || session.role() == Role.MIRROR_UNSAFE)
        .filter(session -> session.rules().matches(head)).toList();
  }

  /** Whether a request with this method changes nothing, so that a second server may carry it out as well. */
  public static boolean isSafe(CharSequence method) {
    return SAFE.contains(method.toString());
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
        return now.machine().equals(session.machine()) && !now.role().isMirror();
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
    var counted = counters.of(session.session());
    return machines.connect(loop, session.machine()).addListener((Future<SocketChannel> taken) -> {
      if (taken.isSuccess()) {
        counted.connectionOpened();
        taken.getNow().closeFuture().addListener(closed -> counted.connectionClosed());
      }
    });
  }

  /**
   * A connection, to be passed on whole, to the session's machine; or to the original, if the machine is away and the
   * session allows it. It reads nothing yet.
   */
  public Future<SocketChannel> connectWhole(EventLoop loop, SessionRoute session) {
    Promise<SocketChannel> connected = loop.newPromise();
    counters.of(session.session()).requestMatched();
    connectMachine(loop, session).addListener((Future<SocketChannel> taken) -> {
      if (taken.isSuccess()) {
        connected.setSuccess(taken.getNow());
      } else if (session.refuseWhenAway()) {
        requestRefused(session, taken.cause());
        connected.setFailure(taken.cause());
      } else {
        requestFellBack(session, taken.cause());
        PromiseNotifier.cascade(connectOriginal(loop), connected);
      }
    });
    return connected;
  }

  /** Counts a request that goes to the original without a look at the rules. */
  public void requestPassed() {
    counters.requestPassed();
  }

  /**
   * Counts a request that a session asks for, and that the original answers instead.
   *
   * @param cause why its machine doesn't
   */
  public void requestFellBack(SessionRoute session, Throwable cause) {
    counters.of(session.session()).requestFellBack(AwayReason.of(cause).label());
  }

  /** Counts the same of a session that has such requests refused. */
  public void requestRefused(SessionRoute session, Throwable cause) {
    counters.of(session.session()).requestRefused(AwayReason.of(cause).label());
  }

  /** The memory for copies that wait for a machine. */
  public CopyBudget copies() {
    return copies;
  }

  /** Counts a request of which a session's machine gets a copy, if it can. */
  public void requestMirrored(SessionRoute session) {
    counters.of(session.session()).requestMirrored();
  }

  /**
   * Counts a copy that the machine didn't get, or not whole.
   *
   * @param reason as a metric's label
   */
  public void copyLost(SessionRoute session, String reason) {
    counters.of(session.session()).copyLost(reason);
  }
}
