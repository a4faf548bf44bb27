package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.AnsweredBy;
import dev.devsession.proxy.intercept.InterceptedPort;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** What the connections to servers report: answers and ends. */
final class ServerEvents {

  private final Http1Router router;
  private final Http1Exchanges exchanges;
  private final ServerConnections servers;
  private final ServerFailures failures;

  ServerEvents(Http1Router router, Http1Exchanges exchanges, ServerConnections servers, InterceptedPort port) {
    this.router = router;
    this.exchanges = exchanges;
    this.servers = servers;
    failures = new ServerFailures(router, exchanges, port);
  }

  boolean isAnsweredBy(ServerConnection server) {
    return exchanges.isOf(server) && !exchanges.current().answerEnded;
  }

  Http1Request request() {
    return exchanges.current().request;
  }

  /** What the answer is to say of who gave it; null: nothing. */
  String answeredBy() {
    var exchange = exchanges.current();
    return AnsweredBy.value(exchange.asking, exchange.session);
  }

  void answerBegins() {
    exchanges.current().answerBegins();
  }

  /** The last byte of an answer has been passed on. */
  void answered(ServerConnection server, boolean closes, boolean bindsIdentity) {
    var exchange = exchanges.current();
    exchange.answerEnded = true;
    server.isKept = true;
    if (bindsIdentity) {
      servers.pin(server);
    }
    if (closes || exchange.request.closes()) {
      router.finish();
    } else {
      exchanges.answered();
      router.flushServer();
    }
  }

  /** A server has sent bytes that nobody has asked for: what follows can't be trusted to be an answer. */
  void sentUnasked(ServerConnection server) {
    server.reset();
    finishIfNeeded(server);
  }

  /** A server could not be reached; it has seen nothing of the request. */
  void notReached(ServerConnection server, List<ByteBuf> unsent, Throwable cause) {
    if (exchanges.isOf(server)) {
      failures.notReached(exchanges.current(), unsent, cause);
    } else {
      unsent.forEach(ByteBuf::release);
    }
  }

  /** A server has ended its connection, in order or not. */
  void ended(ServerConnection server, boolean byReset) {
    if (router.isTunnelTo(server)) {
      router.tunnelEnded(byReset);
    } else if (!isAnsweredBy(server)) {
      server.close();
      finishIfNeeded(server);
    } else if (!byReset && server.isAnswerUntilClose()) {
      answered(server, true, false);
    } else if (exchanges.current().answerBegun || server.hasPartialAnswer()) {
      server.passPartialAnswer();
      router.endAsServer(byReset);
    } else {
      failures.notAnswered(exchanges.current(), servers.isPinned(server), byReset);
    }
  }

  /** Ends the client's connection too if no other server could take this one's place. */
  private void finishIfNeeded(ServerConnection server) {
    if (servers.isPinned(server) || exchanges.isOf(server)) {
      router.finish();
    }
  }
}
