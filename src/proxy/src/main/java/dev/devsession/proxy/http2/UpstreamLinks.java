package dev.devsession.proxy.http2;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A client's connections to servers: one to the original and one to each machine, opened when first needed. */
final class UpstreamLinks {

  /** How many connections may be lost before an exchange that waited for them fails. */
  private static final int MAX_ATTEMPTS = 3;

  private final InterceptedPort port;
  private final EventLoop loop;
  private final Runnable closeClient;
  /** Those that take new exchanges; null stands for the original. */
  private final Map<Target, UpstreamLink> byMachine = new HashMap<>();
  private final Set<UpstreamLink> open = new HashSet<>();
  private final MirrorLinks mirrors;

  /** @param closeClient what to do if the original speaks no HTTP/2: it would close the connection too */
  UpstreamLinks(InterceptedPort port, EventLoop loop, Runnable closeClient) {
    this.port = port;
    this.loop = loop;
    this.closeClient = closeClient;
    mirrors = new MirrorLinks(port, loop);
  }

  /** Sends a new exchange to where its request is to be answered. */
  void send(Exchange exchange, Http2Headers head, boolean last) {
    var request = new Http2RequestHead(head);
    var session = port.answering(request).orElse(null);
    if (session == null) {
      exchange.copyTo(mirrors.copies(request, head, last));
    }
    sendTo(session, exchange);
  }

  private void sendTo(SessionRoute session, Exchange exchange) {
    exchange.sendTo(session);
    var machine = session == null ? null : session.machine();
    var link = byMachine.get(machine);
    if (link != null) {
      link.add(exchange);
      return;
    }
    var dialing = new UpstreamLink(this, machine);
    byMachine.put(machine, dialing);
    open.add(dialing);
    dialing.add(exchange);
    (session == null ? port.connectOriginal(loop) : port.connectMachine(loop, session))
        .addListener((Future<SocketChannel> dialed) -> dialing.dialed(dialed));
  }

  /** The connection that an exchange waited for has ended, and nothing of the exchange was sent. */
  void sendAgain(Exchange exchange) {
    if (exchange.countAttempt() < MAX_ATTEMPTS) {
      sendTo(exchange.session(), exchange);
    } else {
      exchange.fail(503, "the server ends its connections without answering");
    }
  }

  /** The connection was lost after the request was sent, and before anything of the answer came. */
  void notAnswered(Exchange exchange) {
    if (exchange.session() == null) {
      sendAgain(exchange);
    } else {
      machineAway(exchange, null);
    }
  }

  /** New exchanges get a new connection. */
  void retired(UpstreamLink link) {
    byMachine.remove(link.machine(), link);
  }

  void ended(UpstreamLink link) {
    retired(link);
    open.remove(link);
  }

  /** Nobody took the connection, and nothing was sent. */
  void notReached(UpstreamLink link, List<Exchange> waiting, Throwable cause) {
    ended(link);
    waiting.forEach(link.machine() == null
        ? exchange -> exchange.fail(503, "the original does not answer")
        : exchange -> machineAway(exchange, cause));
  }

  /** @param cause null if it took the connection and ended it before it answered */
  private void machineAway(Exchange exchange, Throwable cause) {
    if (exchange.session().refuseWhenAway()) {
      port.requestRefused(exchange.session(), cause);
      exchange.fail(503, "the machine of session " + exchange.session().session() + " does not answer");
    } else {
      port.requestFellBack(exchange.session(), cause);
      sendTo(null, exchange);
    }
  }

  /** The connection was taken, but what came on it, or that it was closed at once, isn't HTTP/2. */
  void notHttp2(UpstreamLink link, List<Exchange> waiting, boolean spokeOtherwise) {
    if (link.machine() != null) {
      ended(link);
      waiting.forEach(spokeOtherwise
          ? exchange -> exchange.fail(502,
              "the program on the machine of session " + exchange.session().session() + " does not speak HTTP/2")
          : exchange -> machineAway(exchange, null));
      return;
    }
    ended(link);
    if (open.stream().anyMatch(UpstreamLink::isCarrying)) {
      waiting.forEach(exchange -> exchange.refuse(Http2Error.HTTP_1_1_REQUIRED));
    } else {
      closeClient.run();
    }
  }

  /** Leaves a gateway that asks for it: new exchanges get a new connection, open ones end where they are. */
  void leave(Target gateway) {
    List.copyOf(open).stream().filter(link -> link.machine() != null && gateway.equals(link.machine().gateway()))
        .forEach(UpstreamLink::retire);
  }

  /** The client has gone. */
  void abandon() {
    byMachine.clear();
    List.copyOf(open).forEach(UpstreamLink::abandon);
    open.clear();
    mirrors.clientGone();
  }
}
