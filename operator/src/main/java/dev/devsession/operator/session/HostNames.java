package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Looks the machine's name up as the proxy will: with the cluster's own name service. */
final class HostNames {
  private HostNames() {}

  /** A refusal if the name doesn't resolve. An address is never looked up. */
  static Optional<ReasonedMessage> check(String host) {
    try {
      InetAddress.getAllByName(host);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(ConditionMessage.HostNameUnresolved.with(host));
    }
  }
}
