package dev.devsession.proxy.intercept;

import dev.devsession.match.RequestHead;
import dev.devsession.proxy.metrics.InterceptCounters;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Intercept;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.SessionRoute.Role;
import dev.devsession.proxy.tls.KeyFolder;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

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
  private final CopyBudget copies;
  /** What listens: this one, or the one that this is a view of. */
  private final InterceptedPort listening;
  /** Towards servers; null: none. */
  private final ConnectionTls tls;
  private Intercept routes;
  private List<SessionRoute> mirrors;
  /** Null: the routes name none. */
  private KeyFolder key;

  public InterceptedPort(Intercept routes, Dialer dialer, MachineConnector machines) {
    this(routes, dialer, machines, new InterceptCounters());
  }

  /** @param counters of the listening port */
  public InterceptedPort(Intercept routes, Dialer dialer, MachineConnector machines, InterceptCounters counters) {
    this.dialer = dialer;
    this.machines = machines;
    this.counters = counters;
    copies = new CopyBudget();
    listening = this;
    tls = null;
    change(routes);
  }

  private InterceptedPort(InterceptedPort listening, ConnectionTls tls) {
    dialer = listening.dialer;
    machines = listening.machines;
    counters = listening.counters;
    copies = listening.copies;
    this.listening = listening;
    this.tls = tls;
  }

  /** The same port for one client that speaks TLS: servers are spoken to in TLS too. */
  public InterceptedPort over(ConnectionTls clients) {
    return new InterceptedPort(listening, clients);
  }

  /** What listens, as the registry of connections knows it. */
  public InterceptedPort listening() {
    return listening;
  }

  public void change(Intercept next) {
    if (routes == null || !Objects.equals(routes.keyFolder(), next.keyFolder())) {
      key = next.keyFolder() == null ? null : new KeyFolder(next.keyFolder());
    }
    routes = next;
    mirrors = next.sessions().stream().filter(session -> session.role().isMirror()).toList();
    counters.keep(next.sessions().stream().map(SessionRoute::session).collect(Collectors.toSet()));
  }

  public Intercept routes() {
    return listening.routes;
  }

  /** With the key of clients' TLS; empty if there is none, so that TLS is passed on whole. */
  public Optional<SSLContext> key() {
    return key == null ? Optional.empty() : key.context();
  }

  /** The session that answers the request; empty: the original does. To be called once for each request: it counts. */
  public Optional<SessionRoute> answering(RequestHead head) {
    SessionRoute first = null;
    for (var session : routes().sessions()) {
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
    if (listening.mirrors.isEmpty()) {
      return List.of();
    }
    boolean safe = isSafe(head.method());
    return listening.mirrors.stream().filter(session -> safe || session.role() == Role.MIRROR_UNSAFE)
        .filter(session -> session.rules().matches(head)).toList();
  }

  /** Whether a request with this method changes nothing, so that a second server may carry it out as well. */
  public static boolean isSafe(CharSequence method) {
    return SAFE.contains(method.toString());
  }

  /** The session that gets every connection, whatever an older one asks for; empty if requests are to be told apart. */
  public Optional<SessionRoute> answeringAll() {
    return routes().sessions().stream().limit(1).filter(session -> session.role() == Role.ALL).findFirst();
  }

  /** The session that gets connections whose protocol isn't known; empty: the original does. */
  public Optional<SessionRoute> answeringUnknown() {
    return routes().sessions().stream().filter(session -> session.role() == Role.ALL).findFirst();
  }

  /** Whether a session asks for connections with TLS by the server's name. */
  public boolean asksForServerNames() {
    return routes.sessions().stream().anyMatch(session -> session.rules().asksForServerNames());
  }

  /** The session that gets a connection with TLS to this server as a whole. */
  public Optional<SessionRoute> answeringServerName(String name) {
    return routes.sessions().stream().filter(session -> session.role() == Role.ALL
        || session.role() == Role.MATCHING && session.rules().matchesServerName(name)).findFirst();
  }

  /** Whether this session's machine still answers requests. */
  public boolean isOpenTo(SessionRoute session) {
    for (var now : routes().sessions()) {
      if (now.session().equals(session.session())) {
        return now.machine().equals(session.machine()) && !now.role().isMirror();
      }
    }
    return false;
  }

  /** A connection to the original that reads nothing yet. */
  public Future<SocketChannel> connectOriginal(EventLoop loop) {
    return tls == null ? dialOriginal(loop) : tls.original(loop, () -> dialOriginal(loop));
  }

  private Future<SocketChannel> dialOriginal(EventLoop loop) {
    return dialer.dial(loop, routes().original());
  }

  /** A connection to a session's machine that reads nothing yet, failed with {@link MachineAwayException}. */
  public Future<SocketChannel> connectMachine(EventLoop loop, SessionRoute session) {
    var counted = counters.of(session.session());
    var taken = machines.connect(loop, session.machine());
    return (tls == null ? taken : tls.machine(loop, session.machine(), taken))
        .addListener((Future<SocketChannel> open) -> {
          if (open.isSuccess()) {
            counted.connectionOpened();
            open.getNow().closeFuture().addListener(closed -> counted.connectionClosed());
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

  /** Counts a connection that is encrypted, so that nobody's requests on it can be told apart. */
  public void tlsPassed() {
    counters.tlsPassed();
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
