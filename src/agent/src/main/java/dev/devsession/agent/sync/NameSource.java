package dev.devsession.agent.sync;

import dev.devsession.agent.watch.NodeAddress;
import dev.devsession.agent.watch.ServiceWatch;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.MachineName;
import dev.devsession.hosts.names.LeftBlock;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.hosts.names.NamePlan;
import dev.devsession.hosts.names.NamePlanner;
import dev.devsession.hosts.names.PodNames;
import dev.devsession.hosts.names.Reach;
import dev.devsession.hosts.names.TakenNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The names to write, as the cluster and the machine have it now. */
public final class NameSource {

  /** Whose resolver asks multicast DNS for what ends in {@code .local}, and lets programs wait for seconds. */
  private static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");

  private final ServiceWatch watch;
  private final String ownNamespace;
  private final Ways ways;
  private final String apiHost;
  private final Set<String> machine = MachineName.all();

  /** How services are reached. */
  private interface Ways {
    /** Asks the cluster anew. */
    default void refresh() {}

    Reach with(HostsText text);
  }

  private NameSource(ServiceWatch watch, String ownNamespace, Ways ways, String apiHost) {
    this.watch = watch;
    this.ownNamespace = ownNamespace;
    this.ways = ways;
    this.apiHost = apiHost.toLowerCase(Locale.ROOT);
  }

  /** Names that lead to node ports, at the address given or else found by asking the cluster. */
  public static NameSource throughNodePorts(KubernetesClient client, ServiceWatch watch, String ownNamespace,
      Optional<String> nodeAddress) {
    return new NameSource(watch, ownNamespace, new Ways() {
      private volatile Reach reach;

      @Override
      public void refresh() {
        reach = new Reach.ThroughNodePorts(nodeAddress.orElseGet(() -> NodeAddress.find(client)));
      }

      @Override
      public Reach with(HostsText text) {
        return reach;
      }
    }, NodeAddress.apiHost(client));
  }

  /** Names that lead to cluster IPs. */
  public static NameSource throughClusterIps(KubernetesClient client, ServiceWatch watch, String ownNamespace) {
    return new NameSource(watch, ownNamespace, text -> new Reach.ThroughClusterIps(), NodeAddress.apiHost(client));
  }

  /**
   * Names that lead to loopback addresses, where a session's agent has to listen; those that a block shows already mean
   * the same again.
   *
   * @param pods
   *          the pods behind headless Services, as far as they are known
   */
  public static NameSource throughTunnel(KubernetesClient client, ServiceWatch watch, String ownNamespace,
      Supplier<Map<String, PodNames>> pods) {
    LoopbackAddresses addresses = new LoopbackAddresses();
    return new NameSource(watch, ownNamespace, text -> {
      addresses.adopt(LeftBlock.titles(text.blockLines()));
      addresses.avoid(text.otherAddresses());
      return new Reach.ThroughTunnel(addresses, pods.get());
    }, NodeAddress.apiHost(client));
  }

  /** Asks the cluster anew how it is reached, as after a restart, when a node may have another address. */
  public void refresh() {
    ways.refresh();
  }

  /** The plan that leaves alone what the rest of this hosts file defines; needs a {@link #refresh()} before. */
  public NamePlan plan(HostsText text) {
    return new NamePlanner(ownNamespace, ways.with(text), !IS_MAC).plan(watch.services(),
        new TakenNames(machine, apiHost, text.otherNames()));
  }

  ServiceWatch watch() {
    return watch;
  }
}
