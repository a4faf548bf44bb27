package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.operator.swap.Resolution.Refused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Looks the machine's name up as the proxy will: with the cluster's own name service. */
final class HostNames {
  private HostNames() {}

  /** A refusal if the name leads nowhere. An address is never looked up. */
  static Optional<Refused> check(String host) {
    try {
      InetAddress.getAllByName(host);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(new Refused(Reason.HostNameUnresolved,
          "hostAddress " + host + " can't be looked up in the cluster. Use a name "
              + "that pods can resolve (in Minikube: host.minikube.internal) or an IP address of the machine."));
    }
  }
}
