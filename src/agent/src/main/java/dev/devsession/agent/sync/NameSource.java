package dev.devsession.agent.sync;

import dev.devsession.agent.hosts.HostsText;
import dev.devsession.agent.names.NamePlan;
import dev.devsession.agent.names.NamePlanner;
import dev.devsession.agent.names.Reach;
import dev.devsession.agent.names.TakenNames;
import dev.devsession.agent.watch.NodeAddress;
import dev.devsession.agent.watch.ServiceWatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The names to write, as the cluster and the machine have it now. */
public final class NameSource {

  private final ServiceWatch watch;
  private final String ownNamespace;
  private final Supplier<Reach> findReach;
  private final String apiHost;
  private final Set<String> machine = MachineName.all();
  private volatile Reach reach;

  private NameSource(ServiceWatch watch, String ownNamespace, Supplier<Reach> findReach, String apiHost) {
    this.watch = watch;
    this.ownNamespace = ownNamespace;
    this.findReach = findReach;
    this.apiHost = apiHost.toLowerCase(Locale.ROOT);
  }

  /** Names that lead to node ports, at the address given or else found by asking the cluster. */
  public static NameSource throughNodePorts(KubernetesClient client, ServiceWatch watch, String ownNamespace,
      Optional<String> nodeAddress) {
    return new NameSource(watch, ownNamespace,
        () -> new Reach.ThroughNodePorts(nodeAddress.orElseGet(() -> NodeAddress.find(client))),
        NodeAddress.apiHost(client));
  }

  /** Names that lead to cluster IPs. */
  public static NameSource throughClusterIps(KubernetesClient client, ServiceWatch watch, String ownNamespace) {
    return new NameSource(watch, ownNamespace, Reach.ThroughClusterIps::new, NodeAddress.apiHost(client));
  }

  /** Asks the cluster anew how it is reached, as after a restart, when a node may have another address. */
  public void refresh() {
    reach = findReach.get();
  }

  /** The plan that leaves alone what the rest of this hosts file defines; needs a {@link #refresh()} before. */
  public NamePlan plan(HostsText text) {
    return new NamePlanner(ownNamespace, reach).plan(watch.services(),
        new TakenNames(machine, apiHost, text.otherNames()));
  }

  ServiceWatch watch() {
    return watch;
  }
}
