package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.AwayReason;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.intercept.MachineAwayException;
import dev.devsession.proxy.routes.SessionRoute;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * What becomes of a request whose server fails: one that the server has not seen, or that does no harm and of whose
 * answer nothing has come, goes to the original. No other is sent a second time.
 */
final class ServerFailures {

  private static final MachineAwayException LOST = new MachineAwayException(AwayReason.LOST,
      "its machine took the connection and ended it before anything of an answer");

  private final Http1Router router;
  private final Http1Exchanges exchanges;
  private final InterceptedPort port;

  ServerFailures(Http1Router router, Http1Exchanges exchanges, InterceptedPort port) {
    this.router = router;
    this.exchanges = exchanges;
    this.port = port;
  }

  /** The server could not be reached; it has seen nothing of the request. */
  void notReached(Http1Exchange exchange, List<ByteBuf> unsent, Throwable cause) {
    var session = exchange.session;
    if (session != null && !session.refuseWhenAway()) {
      port.requestFellBack(session, cause);
      exchange.session = null;
      exchanges.sendToOriginal(unsent);
      return;
    }
    unsent.forEach(ByteBuf::release);
    if (session == null) {
      exchanges.refuse(502, "The Service's own pods don't answer: " + cause.getMessage() + ".");
    } else {
      refuse(session, cause);
    }
  }

  /** The server has ended its connection before anything of the answer came. */
  void notAnswered(Http1Exchange exchange, boolean pinned, boolean byReset) {
    var session = exchange.session;
    var again = pinned ? null : exchange.takeRepeatable();
    exchange.server.reset();
    if (again == null) {
      router.endAsServer(byReset);
    } else if (session != null && session.refuseWhenAway()) {
      again.release();
      refuse(session, LOST);
    } else {
      if (session != null) {
        port.requestFellBack(session, LOST);
      }
      exchange.session = null;
      exchanges.sendToOriginal(List.of(again));
    }
  }

  private void refuse(SessionRoute session, Throwable cause) {
    port.requestRefused(session, cause);
    exchanges.refuse(503, "Session " + session.session() + " asks for this request and has whenAway: Refuse; "
        + cause.getMessage() + ".");
  }
}
