package dev.devsession.hosts.names;

import dev.devsession.hosts.names.Reachability.Direct;
import dev.devsession.hosts.names.Reachability.Unreachable;
import java.util.Set;

/** Decides how this machine gets to a Service. */
public sealed interface ReachabilityPolicy permits ReachabilityPolicy.NodePorts, ReachabilityPolicy.ClusterIps,
    TunnelPolicy {
  Unreachable EXTERNAL_NAME = new Unreachable("it is an ExternalName: its own DNS name works here already");

  /** @param offeredNodePorts its TCP ports that are also node ports, its own or those of its NodePort Service */
  Reachability to(ServiceInfo service, Set<Integer> offeredNodePorts);

  /** Through node ports that equal the Service's ports, at a node's address. */
  record NodePorts(String nodeAddress) implements ReachabilityPolicy {
    @Override
    public Reachability to(ServiceInfo service, Set<Integer> offeredNodePorts) {
      if (service.isExternal()) {
        return EXTERNAL_NAME;
      }
      if (service.tcpPorts().isEmpty()) {
        return new Unreachable("it has no TCP port");
      }
      for (var port : service.tcpPorts()) {
        if (!offeredNodePorts.contains(port.port())) {
          return new Unreachable("no node port equals its port " + port.port());
        }
      }
      return new Direct(nodeAddress);
    }
  }

  /** Straight to the cluster IP. */
  record ClusterIps() implements ReachabilityPolicy {
    @Override
    public Reachability to(ServiceInfo service, Set<Integer> offeredNodePorts) {
      if (service.isExternal()) {
        return EXTERNAL_NAME;
      }
      if (service.isHeadless()) {
        return new Unreachable("it is headless, so it has no cluster IP");
      }
      if (service.clusterIp().isEmpty()) {
        return new Unreachable("it has no cluster IP yet");
      }
      var address = service.clusterIp().get();
      return IpLiteral.isValid(address)
          ? new Direct(address)
          : new Unreachable("its cluster IP \"" + address + "\" isn't an IP address");
    }
  }
}
