package dev.devsession.proxy.http2;

import dev.devsession.match.RequestHead;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client's connections to machines that get copies of its requests, opened when first needed. */
final class MirrorLinks {

  private final InterceptedPort port;
  private final EventLoop loop;
  private final Map<Target, MirrorLink> byMachine = new HashMap<>(0);

  MirrorLinks(InterceptedPort port, EventLoop loop) {
    this.port = port;
    this.loop = loop;
  }

  /** Begins the copies of a request that the original answers. */
  List<StreamCopy> copies(RequestHead request, Http2Headers head, boolean complete) {
    var sessions = port.mirroring(request);
    return sessions.isEmpty()
        ? List.of()
        : sessions.stream().map(session -> link(session).copy(head, complete)).toList();
  }

  private MirrorLink link(SessionRoute session) {
    var machine = session.machine();
    var known = byMachine.get(machine);
    if (known != null) {
      return known;
    }
    var link = new MirrorLink[1];
    link[0] = new MirrorLink(port, session, loop, () -> byMachine.remove(machine, link[0]));
    byMachine.put(machine, link[0]);
    link[0].dial();
    return link[0];
  }

  void clientGone() {
    List.copyOf(byMachine.values()).forEach(MirrorLink::clientGone);
  }
}
