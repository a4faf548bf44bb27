package dev.devsession.proxy.gateway;

import dev.devsession.proxy.routes.HostSyntax;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which addresses an agent may reach through the gateway: those of pods and services, not those that only this pod or
 * its node may reach.
 *
 * @param nodeAddresses of the node that the gateway runs on
 * @param allowed may always be reached, despite the other rules
 */
record EgressPolicy(Set<InetAddress> nodeAddresses, List<Cidr> allowed) {

  /** Addresses where clouds serve a node's credentials, besides 169.254.169.254. */
  private static final Set<InetAddress> METADATA = Stream.of("fd00:ec2::254", "100.100.100.200", "192.0.0.192")
      .map(HostSyntax::literal)
      .collect(Collectors.toUnmodifiableSet());

  /** Why the gateway doesn't connect to the address, or null if it does. */
  String refusal(InetAddress address) {
    if (allowed.stream().anyMatch(block -> block.contains(address))) {
      return null;
    }
    var kind = kind(address);
    return kind == null ? null : address.getHostAddress() + " is " + kind + ", which the gateway doesn't connect to";
  }

  private String kind(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return "a loopback address";
    }
    if (address.isAnyLocalAddress()) {
      return "no host's address";
    }
    if (address.isLinkLocalAddress()) {
      return "a link-local address";
    }
    if (address.isMulticastAddress()) {
      return "a multicast address";
    }
    if (METADATA.contains(address)) {
      return "a cloud's metadata service";
    }
    return nodeAddresses.contains(address) ? "an address of the node" : null;
  }
}
