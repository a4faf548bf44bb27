package dev.devsession.proxy.gateway;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.connection.GatewayConnection;
import dev.devsession.tunnel.hello.Hello;
import dev.devsession.tunnel.hello.HelloRefusal;
import dev.devsession.tunnel.hello.HelloRefusal.Code;
import dev.devsession.tunnel.hello.HelloResponse;
import dev.devsession.tunnel.stream.StreamOpener;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.util.concurrent.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one agent that is connected, with up to one connection per role. A newer connection replaces the older one of its
 * role. Another agent is admitted when none is connected or if it asks to take over; callers go to the older one until
 * the newer one can serve them. What a replaced connection carries goes on for a while, and its callers are asked to
 * move as soon as the newer one is there.
 */
final class AgentRegistry implements GatewayConnection.AgentAdmission {

  private static final Logger LOG = LoggerFactory.getLogger(AgentRegistry.class);

  /** An agent that is silent for longer gets no new callers; its open streams live on. */
  private static final Duration ATTENTIVE = Duration.ofSeconds(2);

  private final String session;
  private final Clock clock;
  private final RetiringConnections retiring;
  private final ShortWayRegistry shortWays;
  private final Runnable moveNotice;
  private final Runnable nowReachable;
  private final Map<ConnectionRole, Serving> connections = new EnumMap<>(ConnectionRole.class);
  private Identity agent;
  private Instant since;
  /** Whether callers are on a replaced connection, and were not asked to move yet. */
  private boolean callersLeft;
  /** Whether the gateway's next pod is to be used: then streams show by their way when this one is needed no more. */
  private boolean draining;

  /** A connection, and whose it is. */
  private record Serving(Identity identity, TunnelConnection connection) {}

  /**
   * @param moveNotice asks callers that are connected now to move
   * @param nowReachable is told of each agent that callers can be sent to
   */
  AgentRegistry(String session, Clock clock, RetiringConnections retiring, ShortWayRegistry shortWays,
      Runnable moveNotice, Runnable nowReachable) {
    this.session = session;
    this.clock = clock;
    this.retiring = retiring;
    this.shortWays = shortWays;
    this.moveNotice = moveNotice;
    this.nowReachable = nowReachable;
  }

  @Override
  public HelloResponse admit(Hello hello) {
    var identity = hello.identity();
    if (!identity.session().equals(session)) {
      return new HelloResponse.Refused(
          new HelloRefusal(Code.SESSION, "this gateway belongs to the session with the UID " + session
              + ", not to " + identity.session()
              + "; the session was recreated, or this is the gateway of another session"));
    }
    if (isStranger(identity) && !identity.takeOver()) {
      return new HelloResponse.Refused(
          new HelloRefusal(Code.OCCUPIED, agent.who() + " has been connected to this session since "
              + since + "; to take their place, connect with --take-over", agent.who(), since));
    }
    return new HelloResponse.Ok(shortWays.offer(hello));
  }

  private boolean isStranger(Identity identity) {
    return !connections.isEmpty() && !identity.agent().equals(agent.agent());
  }

  @Override
  public void connected(Hello hello, TunnelConnection connection) {
    // Another agent may have connected since this one was admitted.
    if (admit(hello) instanceof HelloResponse.Refused(var refusal)) {
      connection.close(refusal.message());
      return;
    }
    var identity = hello.identity();
    if (connections.isEmpty() || isStranger(identity)) {
      agent = identity;
      since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    var serving = new Serving(identity, connection);
    retireReplaced(hello.role(), identity);
    connections.put(hello.role(), serving);
    if (hello.role() == ConnectionRole.REVERSE && !draining) {
      callersLeft |= shortWays.agentConnected(hello);
    }
    LOG.atInfo()
        .addKeyValue("agent", identity.who())
        .addKeyValue("version", identity.version())
        .addKeyValue("role", hello.role())
        .log("connected");
    connection.closed().addListener((Future<String> closed) -> {
      if (connections.remove(hello.role(), serving) && hello.role() == ConnectionRole.REVERSE) {
        callersLeft |= shortWays.agentGone("the connection by port-forward is gone");
      }
      LOG.atInfo()
          .addKeyValue("agent", identity.who())
          .addKeyValue("role", hello.role())
          .log("gone: {}", closed.getNow());
    });
    if (hello.role() == ConnectionRole.REVERSE) {
      nowReachable.run();
      if (callersLeft) {
        callersLeft = false;
        moveNotice.run();
      }
    }
  }

  /** The older connection of this role, and all of another agent once callers don't need them any more. */
  private void retireReplaced(ConnectionRole role, Identity newer) {
    for (var older : List.copyOf(connections.entrySet())) {
      boolean another = !older.getValue().identity().agent().equals(newer.agent());
      if (older.getKey() == role || another && role == ConnectionRole.REVERSE) {
        connections.remove(older.getKey());
        retire(older.getKey(), older.getValue().connection(), another
            ? newer.who() + " has taken over the session"
            : "a newer connection has taken its place");
      }
    }
  }

  /** Also one of the same agent, which may still be alive: what it carries ends soon in any case. */
  private void retire(ConnectionRole role, TunnelConnection connection, String why) {
    callersLeft |= role == ConnectionRole.REVERSE && connection.streams() > 0;
    retiring.retire(connection, why);
  }

  /** The shortest way that leads to the machine, or null if no agent is connected. */
  StreamOpener reachable() {
    var byPortForward = byPortForward();
    return byPortForward == null
        ? null
        : shortWays.toMachine().map(way -> way.before(this::byPortForward)).orElse(byPortForward);
  }

  private StreamOpener byPortForward() {
    var reverse = connections.get(ConnectionRole.REVERSE);
    return reverse == null || reverse.connection().silence().compareTo(ATTENTIVE) > 0 ? null : reverse.connection();
  }

  /** The gateway is going to end: the short way gets no more streams. */
  void drain() {
    draining = true;
    shortWays.agentGone("the gateway is shutting down");
  }

  /** Which agent is connected, or why none is; for the readiness endpoint. */
  String describe() {
    var reverse = connections.get(ConnectionRole.REVERSE);
    if (reverse == null) {
      return "no agent is connected";
    }
    return byPortForward() == null
        ? agent.who() + " has been silent for " + reverse.connection().silence().toSeconds() + " s"
        : agent.who() + " since " + since + ", streams: " + reverse.connection().streams()
            + shortWays.toMachine().map(way -> ", by the short way: " + way.connection().streams()).orElse("");
  }

  /** Whether a connection that was replaced still goes on. */
  boolean isReplacing() {
    return !retiring.isEmpty();
  }

  /** Whether no connection of any agent is left. */
  boolean isEmpty() {
    return retiring.isEmpty() && connections.isEmpty() && shortWays.isEmpty();
  }

  void close(String why) {
    shortWays.close(why);
    List.copyOf(connections.values()).forEach(serving -> serving.connection().close(why));
  }
}
