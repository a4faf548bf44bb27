package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.StreamConnector;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.tls.TlsCarrier;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import dev.devsession.tunnel.stream.ShortWay;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two connections by TLS beside those by port-forward. While the latter are open, the addresses that the gateway
 * offers are tried in the background, again and again, until one answers. Everything happens on the event loop.
 */
final class ShortWayConnections {

  /** The gateway begins to listen when it has answered on port-forward. */
  private static final Duration FIRST_PROBE = Duration.ofMillis(100);

  private final EventLoop loop;
  private final Supplier<EphemeralCertificate> own;
  private final Supplier<OptionalInt> nodePort;
  private final Consumer<TunnelWay> news;
  private final RedialingConnection toMachine;
  private final RedialingConnection toCluster;
  private Optional<ShortWayOffer> offer = Optional.empty();
  private List<TlsCarrier> candidates = List.of();
  /** Index of the candidate to try next, or that is connected. */
  private int next;
  /** Why each candidate failed last. */
  private final Map<TlsCarrier, String> failures = new LinkedHashMap<>();
  /** What they carry from the cluster may end. */
  private final List<TunnelConnection> retired = new ArrayList<>();
  private Optional<ShortWay> way = Optional.empty();
  private Future<?> firstProbe;
  private boolean isUp;
  private TunnelWay reported;

  ShortWayConnections(EventLoop loop, Identity identity, StreamConnector machine, Supplier<EphemeralCertificate> own,
      Supplier<OptionalInt> nodePort, Consumer<TunnelWay> news) {
    this.loop = loop;
    this.own = own;
    this.nodePort = nodePort;
    this.news = news;
    this.toMachine = new RedialingConnection(loop, settings(ConnectionRole.REVERSE, identity, machine),
        new ToMachineListener());
    this.toCluster = new RedialingConnection(loop, settings(ConnectionRole.FORWARD, identity, machine),
        new ToClusterListener());
  }

  private RedialingConnection.DialSettings settings(ConnectionRole role, Identity identity, StreamConnector machine) {
    return new RedialingConnection.DialSettings(role, this::candidate, identity, machine, Optional::empty,
        Backoff.OF_PROBES);
  }

  private Carrier candidate() {
    return candidates.get(next);
  }

  /** Both connections by port-forward are open. */
  void offered(Optional<ShortWayOffer> newer) {
    if (newer.isPresent() && newer.equals(offer)) {
      toMachine.targetChanged();
      return;
    }
    retire();
    offer = newer;
    candidates = newer.map(this::candidates).orElse(List.of());
    if (candidates.isEmpty()) {
      report(TunnelWay.portForward(newer.isPresent()
          ? "the session allows node ports only, and none is known yet"
          : "the gateway offers no shorter way, since the chart or the session allows none"));
    } else {
      firstProbe = loop.schedule(toMachine::dial, FIRST_PROBE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private List<TlsCarrier> candidates(ShortWayOffer from) {
    var all = new ArrayList<TlsCarrier>();
    addCarriers(from.podAddresses(), from.port(), from, all);
    nodePort.get().ifPresent(port -> addCarriers(from.nodeAddresses(), port, from, all));
    return all;
  }

  /** A gateway sends addresses; what isn't one isn't looked up. */
  private void addCarriers(List<String> addresses, int port, ShortWayOffer from, List<TlsCarrier> all) {
    addresses.stream().map(NetUtil::createInetAddressFromIpAddressString).filter(Objects::nonNull)
        .forEach(at -> all.add(new TlsCarrier(new InetSocketAddress(at, port), own.get(), from.certificate())));
  }

  /** For new streams to the cluster, if they should take it. */
  Optional<ShortWay> toCluster() {
    return way.filter(ShortWay::answers);
  }

  /** Those of a connection that was retired count too. */
  int streamsToMachine() {
    return Stream.concat(retired.stream(), toMachine.connection().stream()).mapToInt(TunnelConnection::streams).sum();
  }

  /** The way by port-forward isn't open any more: what is carried may end, and nothing new begins. */
  void retire() {
    toMachine.connection().ifPresent(c -> {
      retired.add(c);
      c.closed().addListener(closed -> retired.remove(c));
    });
    forget();
    toMachine.retire();
    toCluster.retire();
  }

  /** Drops what is carried. */
  void stop(String why) {
    forget();
    toMachine.stop(why);
    toCluster.stop(why);
  }

  private void forget() {
    offer = Optional.empty();
    candidates = List.of();
    failures.clear();
    next = 0;
    way = Optional.empty();
    isUp = false;
    if (firstProbe != null) {
      firstProbe.cancel(false);
    }
  }

  private void report(TunnelWay now) {
    if (!now.equals(reported)) {
      reported = now;
      news.accept(now);
    }
  }

  private final class ToMachineListener implements RedialingConnection.Listener {
    @Override
    public void up(Optional<ShortWayOffer> none) {
      isUp = true;
      failures.clear();
      toCluster.dial();
      report(TunnelWay.shortWay(candidate().toString()));
    }

    @Override
    public void down(DisconnectCause cause, String why) {
      failures.put(candidates.get(next), why);
      next = isUp ? 0 : (next + 1) % candidates.size();
      if (!isUp && next > 0) {
        loop.execute(toMachine::dial);
      } else {
        report(TunnelWay.portForward(failures.values().stream().collect(Collectors.joining("; "))));
      }
      isUp = false;
    }
  }

  private final class ToClusterListener implements RedialingConnection.Listener {
    @Override
    public void up(Optional<ShortWayOffer> none) {
      way = toCluster.connection().map(connection -> new ShortWay(connection, loop));
    }

    @Override
    public void down(DisconnectCause cause, String why) {
      way = Optional.empty();
    }
  }
}
