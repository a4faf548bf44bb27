package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.CarrierException.Cause;
import dev.devsession.tunnel.carrier.portforward.Credentials.ClientCertificate;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Connects to a pod's port by the API server's port-forward: over SPDY, or over a WebSocket where a proxy on the way
 * refuses SPDY or doesn't answer. It needs what kubectl port-forward needs: the verbs get and (from Kubernetes 1.35)
 * create on {@code pods/portforward}. A connection can't be closed in half.
 */
public final class PortForwardCarrier implements Carrier {
  /** Time from the first packet until the port is accepted, without the login. */
  private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

  private final ApiEndpoint endpoint;
  private final String target;
  private final int port;
  private final Duration limit;
  private final List<Supplier<PortForwardProtocol>> protocols;
  /** Index of the protocol to try first: the one that worked last time. */
  private volatile int first;
  /** Created again when the certificate changes. */
  private ApiServerConnector.TlsContexts contexts;
  private Optional<ClientCertificate> shown = Optional.empty();

  /** @param port on which the pod listens, on its loopback or any address */
  public PortForwardCarrier(ApiEndpoint endpoint, String namespace, String pod, int port) {
    this(endpoint, namespace, pod, port, DIAL_TIMEOUT, List.of(Spdy::new, WebSocket::new));
  }

  /** @param protocols in the order in which they are tried */
  PortForwardCarrier(ApiEndpoint endpoint, String namespace, String pod, int port, Duration limit,
      List<Supplier<PortForwardProtocol>> protocols) {
    this.limit = limit;
    this.protocols = protocols;
    this.port = port;
    this.endpoint = endpoint;
    String base = Optional.ofNullable(endpoint.server().getRawPath()).orElse("").replaceAll("/+$", "");
    this.target = base + "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/portforward?ports=" + port;
  }

  @Override
  public Future<Channel> open(EventLoop loop) {
    Promise<Channel> opened = loop.newPromise();
    prepare(loop, first, false, opened);
    return opened;
  }

  /** Equal carriers lead to the same port of the same pod. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PortForwardCarrier carrier && carrier.endpoint.equals(endpoint)
        && carrier.target.equals(target);
  }

  @Override
  public int hashCode() {
    return target.hashCode();
  }

  /**
   * Runs on a thread of its own, because plugins, files and name servers may block.
   *
   * @param protocol its index; those before it were refused
   * @param refused whether the credentials were
   */
  private void prepare(EventLoop loop, int protocol, boolean refused, Promise<Channel> opened) {
    Promise<Channel> dialed = loop.newPromise();
    ConnectAttempt attempt = new ConnectAttempt(endpoint.toString(), dialed);
    dialed.addListener(outcome -> {
      if (outcome.isSuccess()) {
        first = protocol;
        if (!opened.trySuccess(dialed.getNow())) {
          dialed.getNow().close();
        }
      } else if (!refused && outcome.cause() instanceof CarrierException e && e.reason() == Cause.UNAUTHORIZED) {
        prepare(loop, protocol, true, opened); // the credentials may have expired
      } else if (attempt.isProtocolRefused() && protocol + 1 < protocols.size()) {
        prepare(loop, protocol + 1, refused, opened);
      } else {
        first = 0;
        opened.tryFailure(outcome.cause());
      }
    });
    Thread.ofPlatform().daemon().name("devsession-dial")
        .start(() -> dial(loop, protocols.get(protocol).get(), refused, attempt));
  }

  private void dial(EventLoop loop, PortForwardProtocol protocol, boolean refused, ConnectAttempt attempt) {
    try {
      Credentials credentials = endpoint.login().credentials(refused);
      loop.schedule(() -> attempt.timeOut(limit), limit.toMillis(), TimeUnit.MILLISECONDS);
      ApiServerConnector connector = new ApiServerConnector(loop, endpoint, contexts(credentials),
          new Upgrade.Request(endpoint.server().getRawAuthority(), target, port, credentials.headers()),
          protocol, attempt);
      InetAddress[] addresses = InetAddress.getAllByName(endpoint.firstHop().getHostString());
      loop.execute(() -> connector.connect(addresses, 0, (int) limit.toMillis()));
    } catch (CarrierException | IOException | RuntimeException e) {
      attempt.fail(e);
    }
  }

  private synchronized ApiServerConnector.TlsContexts contexts(Credentials credentials) throws IOException {
    if (contexts == null || !shown.equals(credentials.certificate())) {
      shown = credentials.certificate();
      Optional<SslContext> server = endpoint.isEncrypted()
          ? Optional.of(Tls.context(endpoint.trust(), shown))
          : Optional.empty();
      boolean encryptedProxy = endpoint.proxy().map(proxy -> proxy.kind() == ProxyAddress.Kind.HTTPS).orElse(false);
      contexts = new ApiServerConnector.TlsContexts(server,
          encryptedProxy ? Optional.of(Tls.context(endpoint.trust(), Optional.empty())) : Optional.empty());
    }
    return contexts;
  }
}
