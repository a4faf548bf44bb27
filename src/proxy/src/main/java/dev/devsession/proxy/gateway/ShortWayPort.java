package dev.devsession.proxy.gateway;

import dev.devsession.proxy.health.ConnectionLimiter;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.carrier.tls.PinnedTls;
import dev.devsession.tunnel.connection.GatewayConnection;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port for the short way. It listens only while an agent is connected that has said which certificate it shows, and
 * admits no other certificate. Everything happens on the gateway's event loop.
 */
final class ShortWayPort {

  private static final Logger LOG = LoggerFactory.getLogger(ShortWayPort.class);

  /** Connections whose other end isn't known yet. Of more, the oldest is closed: the agent needs milliseconds. */
  private static final int MAX_UNKNOWN = 16;

  private static final Duration REBIND = Duration.ofSeconds(1);

  /** Binds a port. */
  @FunctionalInterface
  interface Binding {
    ChannelFuture bind(int port, Consumer<SocketChannel> accepted);
  }

  private final EventLoop loop;
  private final ShortWaySettings settings;
  private final StreamConnector dial;
  private final Binding binding;
  /** Made on a thread of its own, since the first use of keys and TLS loads many classes. */
  private final CompletableFuture<EphemeralCertificate> own;
  private final ConnectionLimiter unknown = new ConnectionLimiter(MAX_UNKNOWN);
  private CertificateFingerprint admitted;
  private PinnedTls tls;
  private GatewayConnection.AgentAdmission admission;
  private Channel listening;
  /** Number of the latest opening or closing; a port that is bound for an earlier one is closed. */
  private int change;

  ShortWayPort(EventLoop loop, ShortWaySettings settings, StreamConnector dial, Binding binding) {
    this.loop = loop;
    this.settings = settings;
    this.dial = dial;
    this.binding = binding;
    own = CompletableFuture.supplyAsync(ShortWayPort::certificate,
        task -> Thread.ofPlatform().daemon().name("certificate").start(task));
  }

  private static EphemeralCertificate certificate() {
    var certificate = EphemeralCertificate.create(Instant.now());
    PinnedTls.server(certificate, certificate.fingerprint());
    return certificate;
  }

  /** What an agent is told. */
  ShortWayOffer offer() {
    return new ShortWayOffer(own.join().fingerprint(), settings.port(), settings.podAddresses(),
        settings.nodeAddresses());
  }

  /** Whether this is the certificate of the agent that is connected now. */
  boolean admits(CertificateFingerprint certificate) {
    return certificate.equals(admitted);
  }

  /** Listens for this certificate from now on. @param admission for those who show it */
  void open(CertificateFingerprint certificate, GatewayConnection.AgentAdmission admission) {
    if (admits(certificate)) {
      return;
    }
    unknown.closeAll();
    tls = PinnedTls.server(own.join(), certificate);
    this.admission = admission;
    boolean isOpen = admitted != null;
    admitted = certificate;
    if (!isOpen) {
      listen(++change);
    }
  }

  private void listen(int mine) {
    if (mine != change) {
      return;
    }
    binding.bind(settings.port(), this::accepted).addListener((ChannelFuture bound) -> {
      if (!bound.isSuccess()) {
        LOG.warn("the port {} for the short way can't be bound: {}; the agent comes by port-forward only",
            settings.port(), bound.cause().getMessage());
        loop.schedule(() -> listen(mine), REBIND.toMillis(), TimeUnit.MILLISECONDS);
      } else if (mine == change) {
        listening = bound.channel();
        LOG.info("the connected agent may come to port {} by TLS of {}", settings.port(), PinnedTls.provider());
      } else {
        bound.channel().close();
      }
    });
  }

  private void accepted(SocketChannel socket) {
    var pinned = admitted;
    var agents = admission;
    if (pinned == null) {
      socket.close();
      return;
    }
    unknown.opened(socket);
    tls.begin(socket).addListener((Future<Channel> shaken) -> {
      if (!shaken.isSuccess() || !admits(pinned)) {
        socket.close();
        return;
      }
      unknown.known(socket);
      GatewayConnection.accept(socket, agents, dial);
    });
  }

  /** Listens no more. Who hasn't shown a certificate yet is disconnected. */
  void close() {
    change++;
    admitted = null;
    tls = null;
    unknown.closeAll();
    if (listening != null) {
      listening.close();
      listening = null;
    }
  }

  EventLoop loop() {
    return loop;
  }
}
