package dev.devsession.agent.sync;

import dev.devsession.agent.watch.NodeAddress;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.names.ReachabilityPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Names lead to a node, at the address given or else found by asking the cluster. */
final class NodePortReachability implements ReachabilitySource {
  private final KubernetesClient client;
  private final Optional<String> given;
  private volatile ReachabilityPolicy policy;

  NodePortReachability(KubernetesClient client, Optional<String> given) {
    this.client = client;
    this.given = given;
  }

  /** After a restart a node may have another address. */
  @Override
  public void refresh() {
    policy = new ReachabilityPolicy.NodePorts(given.orElseGet(() -> NodeAddress.find(client)));
  }

  @Override
  public ReachabilityPolicy policy(HostsText text) {
    return policy;
  }
}
