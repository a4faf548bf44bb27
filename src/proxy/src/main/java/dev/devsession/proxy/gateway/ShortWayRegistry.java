package dev.devsession.proxy.gateway;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.connection.GatewayConnection;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.HelloRefusal;
import dev.devsession.tunnel.hello.HelloRefusal.Code;
import dev.devsession.tunnel.hello.HelloResponse;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import dev.devsession.tunnel.stream.ShortWay;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.util.concurrent.Future;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The connections by which the connected agent has come by TLS too, up to one per role. They exist only as long as its
 * connection by port-forward: that is what says who may come.
 */
final class ShortWayRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(ShortWayRegistry.class);

  private final ShortWayPort port;
  private final RetiringConnections retiring;
  private final Map<ConnectionRole, ShortWay> connections = new EnumMap<>(ConnectionRole.class);
  private Identity agent;

  /** @param port null if there is no short way */
  ShortWayRegistry(ShortWayPort port, RetiringConnections retiring) {
    this.port = port;
    this.retiring = retiring;
  }

  /** For an agent that would take it. */
  Optional<ShortWayOffer> offer(Hello hello) {
    return port == null ? Optional.empty() : hello.certificate().map(certificate -> port.offer());
  }

  /** An agent is connected by port-forward, perhaps anew. @return whether callers are on a connection that ends now */
  boolean agentConnected(Hello hello) {
    if (port == null || agent != null && agent.agent().equals(hello.identity().agent())
        && hello.certificate().filter(port::admits).isPresent()) {
      return false;
    }
    boolean callersLeft = retireAll("another agent is connected");
    agent = hello.identity();
    hello.certificate().ifPresentOrElse(named -> port.open(named, new Admission(named)), port::close);
    return callersLeft;
  }

  /**
   * No agent is connected by port-forward any more: what the short way carries may end, and nothing new begins.
   *
   * @return whether callers are on it
   */
  boolean agentGone(String why) {
    agent = null;
    if (port != null) {
      port.close();
    }
    return retireAll(why);
  }

  private boolean retireAll(String why) {
    var toMachine = connections.get(ConnectionRole.REVERSE);
    boolean callersLeft = toMachine != null && toMachine.connection().streams() > 0;
    var ended = List.copyOf(connections.values());
    connections.clear();
    ended.forEach(way -> retiring.retire(way.connection(), why));
    return callersLeft;
  }

  /** The one that leads to the machine, if new streams should take it. */
  Optional<ShortWay> toMachine() {
    return Optional.ofNullable(connections.get(ConnectionRole.REVERSE)).filter(ShortWay::answers);
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  void close(String why) {
    if (port != null) {
      port.close();
    }
    List.copyOf(connections.values()).forEach(way -> way.connection().close(why));
  }

  private final class Admission implements GatewayConnection.AgentAdmission {
    /** Shown in the handshake. */
    private final CertificateFingerprint certificate;

    Admission(CertificateFingerprint certificate) {
      this.certificate = certificate;
    }

    @Override
    public HelloResponse admit(Hello hello) {
      var identity = hello.identity();
      return port.admits(certificate) && agent != null && identity.agent().equals(agent.agent())
          && identity.session().equals(agent.session())
              ? new HelloResponse.Ok()
              : new HelloResponse.Refused(new HelloRefusal(Code.SESSION,
                  "only the agent that is connected by port-forward may come by this way"));
    }

    @Override
    public void connected(Hello hello, TunnelConnection connection) {
      if (admit(hello) instanceof HelloResponse.Refused(var refusal)) {
        connection.close(refusal.message());
        return;
      }
      var way = new ShortWay(connection, port.loop());
      var older = connections.put(hello.role(), way);
      if (older != null) {
        retiring.retire(older.connection(), "a newer connection has taken its place");
      }
      log(hello).log("the short way is open");
      connection.closed().addListener((Future<String> closed) -> {
        connections.remove(hello.role(), way);
        log(hello).log("the short way is closed: {}", closed.getNow());
      });
    }

    private static LoggingEventBuilder log(Hello hello) {
      return LOG.atInfo().addKeyValue("agent", hello.identity().who()).addKeyValue("role", hello.role());
    }
  }
}
