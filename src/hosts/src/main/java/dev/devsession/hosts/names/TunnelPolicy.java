package dev.devsession.hosts.names;

import dev.devsession.hosts.names.Reachability.Unreachable;
import dev.devsession.hosts.names.Reachability.ViaListener;
import dev.devsession.hosts.names.ServiceInfo.TcpPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Through the session's gateway. It dials the cluster IP; for a headless Service its DNS name, and those of its pods.
 *
 * @param addresses gives each name its own
 * @param pods of headless Services, by {@code name.namespace}
 */
public record TunnelPolicy(LoopbackAddresses addresses, Map<String, PodNames> pods) implements ReachabilityPolicy {
  /** Why ports of other protocols are left out. */
  static final String ONLY_TCP = "only TCP goes through the tunnel";

  private static final PodNames NONE_KNOWN = new PodNames(new TreeSet<>(), new TreeSet<>());

  @Override
  public Reachability to(ServiceInfo service, Set<Integer> offeredNodePorts) {
    SortedSet<Integer> ports = new TreeSet<>();
    service.tcpPorts().forEach(port -> ports.add(port.port()));
    if (ports.isEmpty()) {
      return new Unreachable(noTcpPort(service));
    }
    if (service.isHeadless()) {
      return new ViaListener(headless(service, ports));
    }
    if (!service.isExternal() && service.clusterIp().isEmpty()) {
      return new Unreachable("it has no cluster IP yet");
    }
    var host = service.isExternal() ? service.title() + ".svc" : service.clusterIp().get();
    if (!service.isExternal() && !IpLiteral.isValid(host)) {
      return new Unreachable("its cluster IP \"" + host + "\" isn't an IP address");
    }
    return new ViaListener(List.of(target(service.title(), service.name(), host, ports)));
  }

  /** As in the cluster: a headless name leads to the pods themselves, so their own ports count. */
  private List<NameTarget> headless(ServiceInfo service, SortedSet<Integer> ports) {
    var known = pods.getOrDefault(service.title(), NONE_KNOWN);
    service.tcpPorts().stream().map(TcpPort::targetPort).filter(port -> port > 0).forEach(ports::add);
    ports.addAll(known.ports());
    var targets = new ArrayList<NameTarget>();
    targets.add(target(service.title(), service.name(), service.title() + ".svc", ports));
    known.hostnames().stream().filter(DnsLabel::isValid)
        .forEach(hostname -> targets.add(target(hostname + "." + service.title(), hostname + "." + service.name(),
            hostname + "." + service.title() + ".svc", ports)));
    return targets;
  }

  private static String noTcpPort(ServiceInfo service) {
    if (!service.otherPorts().isEmpty()) {
      return ONLY_TCP;
    }
    return service.isExternal()
        ? "it is an ExternalName without ports: use the name that it refers to"
        : "it has no TCP port";
  }

  private NameTarget target(String title, String bare, String host, SortedSet<Integer> ports) {
    return new NameTarget(title, bare, addresses.of(title), host, ports);
  }
}
