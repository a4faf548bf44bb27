package dev.devsession.hosts.names;

import java.util.List;
import java.util.Optional;

/**
 * What names need to know of a Service.
 *
 * @param type
 *          {@code spec.type}, such as ClusterIP or ExternalName
 * @param clusterIp
 *          the primary cluster IP, {@code None} if headless, absent if it has none
 * @param tcpPorts
 *          its TCP ports in the order of the spec
 * @param otherPorts
 *          those of other protocols, such as {@code 53/UDP}
 * @param companionOf
 *          the Service that this one offers node ports for, by the label {@code devsession.dev/companion-of}
 * @param ofDevSession
 *          whether it is a part of DevSession, as a gateway is, and of no use by name
 */
public record ServiceInfo(String namespace, String name, String type, Optional<String> clusterIp,
    List<TcpPort> tcpPorts, List<String> otherPorts, Optional<String> companionOf, boolean ofDevSession) {

  /**
   * A TCP port.
   *
   * @param nodePort
   *          0 if the Service has none
   * @param targetPort
   *          where the pods listen; 0 if it has a name
   */
  public record TcpPort(int port, int nodePort, int targetPort) {}

  String title() {
    return name + "." + namespace;
  }

  Optional<Integer> firstPort() {
    return tcpPorts.isEmpty() ? Optional.empty() : Optional.of(tcpPorts.getFirst().port());
  }

  boolean isExternal() {
    return type.equals("ExternalName");
  }

  boolean isHeadless() {
    return clusterIp.filter("None"::equals).isPresent();
  }
}
