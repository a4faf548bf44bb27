package dev.devsession.hosts.names;

import dev.devsession.hosts.names.ServiceInfo.TcpPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Decides at which address, if any, the machine gets to a Service under the Service's own ports. */
public sealed interface Reach {

  /** The outcome for one Service. */
  sealed interface Outcome {}

  /** Reachable at this IP address. */
  record At(String address) implements Outcome {}

  /** Reachable at addresses of its own, if the agent listens there. */
  record Through(List<Door> doors) implements Outcome {}

  /** Not reachable; the reason is for the user. */
  record Not(String reason) implements Outcome {}

  /**
   * The outcome for a Service.
   *
   * @param offeredNodePorts
   *          those of its TCP ports that are also node ports leading to it, its own or a companion's
   */
  Outcome to(ServiceInfo service, Set<Integer> offeredNodePorts);

  /** Through node ports that equal the Service's ports, at a node's address. */
  record ThroughNodePorts(String nodeAddress) implements Reach {

    @Override
    public Outcome to(ServiceInfo service, Set<Integer> offeredNodePorts) {
      if (service.isExternal()) {
        return EXTERNAL;
      }
      if (service.tcpPorts().isEmpty()) {
        return new Not("it has no TCP port");
      }
      for (TcpPort port : service.tcpPorts()) {
        if (!offeredNodePorts.contains(port.port())) {
          return new Not("no node port equals its port " + port.port());
        }
      }
      return new At(nodeAddress);
    }
  }

  /** Straight to the cluster IP. */
  record ThroughClusterIps() implements Reach {

    @Override
    public Outcome to(ServiceInfo service, Set<Integer> offeredNodePorts) {
      if (service.isExternal()) {
        return EXTERNAL;
      }
      if (service.isHeadless()) {
        return new Not("it is headless, so it has no cluster IP");
      }
      if (service.clusterIp().isEmpty()) {
        return new Not("it has no cluster IP yet");
      }
      String address = service.clusterIp().get();
      return IpLiteral.isValid(address)
          ? new At(address)
          : new Not("its cluster IP \"" + address + "\" is no IP address");
    }
  }

  /**
   * Through the session's gateway, which dials the cluster IP; for a headless Service its DNS name, and those of its pods.
   *
   * @param pods
   *          of headless Services, by {@code name.namespace}
   */
  record ThroughTunnel(LoopbackAddresses addresses, Map<String, PodNames> pods) implements Reach {

    private static final PodNames NONE_KNOWN = new PodNames(new TreeSet<>(), new TreeSet<>());

    @Override
    public Outcome to(ServiceInfo service, Set<Integer> offeredNodePorts) {
      SortedSet<Integer> ports = new TreeSet<>();
      service.tcpPorts().forEach(port -> ports.add(port.port()));
      if (ports.isEmpty()) {
        return new Not(noTcpPort(service));
      }
      if (service.isHeadless()) {
        return new Through(headless(service, ports));
      }
      if (!service.isExternal() && service.clusterIp().isEmpty()) {
        return new Not("it has no cluster IP yet");
      }
      String host = service.isExternal() ? service.title() + ".svc" : service.clusterIp().get();
      if (!service.isExternal() && !IpLiteral.isValid(host)) {
        return new Not("its cluster IP \"" + host + "\" is no IP address");
      }
      return new Through(List.of(door(service.title(), service.name(), host, ports)));
    }

    /** As in the cluster: a headless name leads to the pods themselves, so their own ports count. */
    private List<Door> headless(ServiceInfo service, SortedSet<Integer> ports) {
      PodNames known = pods.getOrDefault(service.title(), NONE_KNOWN);
      service.tcpPorts().stream().map(TcpPort::targetPort).filter(port -> port > 0).forEach(ports::add);
      ports.addAll(known.ports());
      List<Door> doors = new ArrayList<>();
      doors.add(door(service.title(), service.name(), service.title() + ".svc", ports));
      known.hostnames().stream().filter(DnsLabel::isValid)
          .forEach(hostname -> doors.add(door(hostname + "." + service.title(),
              hostname + "." + service.name(), hostname + "." + service.title() + ".svc", ports)));
      return doors;
    }

    private static String noTcpPort(ServiceInfo service) {
      if (!service.otherPorts().isEmpty()) {
        return ONLY_TCP;
      }
      return service.isExternal()
          ? "it is an ExternalName without ports: use the name that it stands for"
          : "it has no TCP port";
    }

    private Door door(String title, String bare, String host, SortedSet<Integer> ports) {
      return new Door(title, bare, addresses.of(title), host, ports);
    }
  }

  /** Why ports of other protocols are left out. */
  String ONLY_TCP = "only TCP goes through the tunnel";

  /** The answer for every ExternalName Service. */
  Not EXTERNAL = new Not("it is an ExternalName: its own DNS name works here already");
}
