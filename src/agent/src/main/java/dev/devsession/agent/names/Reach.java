package dev.devsession.agent.names;

import dev.devsession.agent.names.ServiceInfo.TcpPort;
import java.util.Set;

/** Decides at which address, if any, the machine gets to a Service under the Service's own ports. */
public sealed interface Reach {

  /** The outcome for one Service. */
  sealed interface Outcome {}

  /** Reachable at this IP address. */
  record At(String address) implements Outcome {}

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
      if (service.type().equals("ExternalName")) {
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
      if (service.type().equals("ExternalName")) {
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

  /** The answer for every ExternalName Service. */
  Not EXTERNAL = new Not("it is an ExternalName: its own DNS name works here already");
}
