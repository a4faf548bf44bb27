package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.relay.ClientConnection;
import dev.devsession.proxy.routes.Target;

/** Ends a client's connection with its port, its gateway or the proxy. */
final class Http1ClientConnection implements ClientConnection {

  private final Http1Router router;
  private final Http1Exchanges exchanges;
  private final InterceptedPort port;
  private final CloseRequest closeRequest;

  Http1ClientConnection(Http1Router router, Http1Exchanges exchanges, InterceptedPort port, CloseRequest closeRequest) {
    this.router = router;
    this.exchanges = exchanges;
    this.port = port;
    this.closeRequest = closeRequest;
  }

  @Override
  public boolean isOf(Object route) {
    return port.listening() == route;
  }

  @Override
  public void requestClose(long sinceNanos) {
    closeRequest.make(sinceNanos);
  }

  @Override
  public boolean finishIfIdle(long withdrawNanos, long drainNanos) {
    if (isKnownIdle(withdrawNanos)) {
      router.finish();
    }
    return closeRequest.isOverdue(withdrawNanos, drainNanos);
  }

  @Override
  public boolean isKnownIdle(long withdrawNanos) {
    return router.isOpen() && exchanges.isIdle() && router.isClientWritable() && closeRequest.isIdle(withdrawNanos);
  }

  /** A tunnel stays what it is. */
  @Override
  public void leave(Target gateway) {
    if (router.isOpen()) {
      exchanges.leave(gateway);
    }
  }

  @Override
  public void reset() {
    router.reset();
  }
}
