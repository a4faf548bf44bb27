package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client's connections to machines that get copies of its requests, opened when first needed. */
final class MirrorConnections {

  private final InterceptedPort port;
  private final EventLoop loop;
  private Map<Target, MirrorConnection> byMachine = Map.of();
  /** Of the request that the client sends now. */
  private List<RequestCopy> copies = List.of();

  MirrorConnections(InterceptedPort port, EventLoop loop) {
    this.port = port;
    this.loop = loop;
  }

  /** Begins the copies of a request that the original answers. The bytes stay the caller's. */
  void begin(List<SessionRoute> sessions, Http1Request request, ByteBuf first, boolean complete) {
    copies = sessions.isEmpty()
        ? List.of()
        : sessions.stream().map(session -> connection(session).copy(request, first, complete)).toList();
  }

  private MirrorConnection connection(SessionRoute session) {
    byMachine = byMachine.isEmpty() ? new HashMap<>() : byMachine;
    return byMachine.computeIfAbsent(session.machine(), machine -> new MirrorConnection(port, session, loop));
  }

  /** More of the request's body. The bytes stay the caller's. */
  void body(ByteBuf bytes, boolean last) {
    copies.forEach(copy -> copy.received(bytes, last));
  }

  /** The client sends no more requests, nor more of this one. */
  void clientGone() {
    copies.forEach(RequestCopy::requestEnded);
    copies = List.of();
    byMachine.values().forEach(MirrorConnection::clientGone);
    byMachine = Map.of();
  }
}
