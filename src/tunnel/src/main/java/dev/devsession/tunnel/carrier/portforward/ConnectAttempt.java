package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.CarrierException.Cause;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The outcome of opening one connection; it is set once. */
final class ConnectAttempt {

  private final String server;
  private final Promise<Channel> outcome;
  private boolean requestSent;
  private boolean protocolRefused;

  /** @param server and the way to it, for messages */
  ConnectAttempt(String server, Promise<Channel> outcome) {
    this.server = server;
    this.outcome = outcome;
  }

  boolean isOver() {
    return outcome.isDone();
  }

  void runOnFailure(Runnable action) {
    outcome.addListener(result -> {
      if (!result.isSuccess()) {
        action.run();
      }
    });
  }

  /** Succeeds with this channel, which reads nothing until its owner asks for reads. */
  void succeed(Channel channel) {
    channel.config().setAutoRead(false);
    if (!outcome.trySuccess(channel)) {
      channel.close();
    }
  }

  /** The upgrade request has been sent. */
  void requestSent() {
    requestSent = true;
  }

  /** Fails if it isn't over: a proxy may silently drop the upgrade request or the frames after it. */
  void timeOut(Duration limit) {
    protocolRefused = requestSent;
    fail(new IOException("no answer within " + limit.toSeconds() + " s"));
  }

  /**
   * Fails because the server answered but did not switch protocols. A pod that doesn't run yet is no reason to try
   * another: the pod may run by then, and the connection would keep the slower protocol.
   */
  void refuse(CarrierException failure) {
    protocolRefused = failure.reason() == Cause.RETRY;
    fail(failure);
  }

  /** Whether another protocol may work. */
  boolean isProtocolRefused() {
    return protocolRefused;
  }

  /** Does nothing once it is over. */
  void fail(Throwable failure) {
    outcome.tryFailure(explain(failure));
  }

  private CarrierException explain(Throwable failure) {
    if (failure instanceof CarrierException explained) {
      return explained;
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLException || at instanceof CertificateException) {
        return new CarrierException(Cause.RETRY,
            "no trusted connection to the API server " + server + ": " + root(failure)
                + ". Is this the right cluster, and is the kubeconfig's certificate authority up to date?",
            failure);
      }
    }
    return new CarrierException(Cause.RETRY, "cannot reach the API server " + server + ": " + root(failure), failure);
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "no address is known for " + root.getMessage();
    }
    if (root instanceof ClosedChannelException) {
      return "the connection was closed";
    }
    return root.getMessage() == null ? "the connection failed" : root.getMessage();
  }
}
