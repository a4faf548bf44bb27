package dev.devsession.agent.sync;

import dev.devsession.agent.watch.NodeAddress;
import dev.devsession.agent.watch.PodNameWatch;
import dev.devsession.agent.watch.ServiceWatch;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.MachineName;
import dev.devsession.hosts.names.NamePlan;
import dev.devsession.hosts.names.NamePlanner;
import dev.devsession.hosts.names.ReachabilityPolicy;
import dev.devsession.hosts.names.TakenNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The names to write, as the cluster and the machine have it now. */
public final class NameSource implements NamePlanSource, AutoCloseable {

  /** Whose resolver asks multicast DNS for what ends in {@code .local}, and lets programs wait for seconds. */
  private static final boolean IS_MAC = System.getProperty("os.name").startsWith("Mac");

  private final ServiceWatch watch;
  private final ReachabilitySource reachability;
  private final String ownNamespace;
  private final String apiHost;
  private final Set<String> machine = MachineName.all();

  /**
   * Prepares it; nothing is asked before {@link #start}.
   *
   * @param onChange called after each change in the cluster, on a thread of the client; must not block
   */
  public NameSource(KubernetesClient client, NameScope scope, Terminal terminal, Runnable onChange) {
    watch = new ServiceWatch(client, scope.watched(), onChange, one -> terminal.warning("names",
        "service " + one + " can't be read and has no name; the others aren't affected"));
    reachability = switch (scope.via()) {
      case Tunnel ->
        new TunnelReachability(new PodNameWatch(client, scope.watched(), onChange, one -> terminal.warning("names",
            "endpointslice " + one + " can't be read, so its pods have no names; the others aren't affected")),
            terminal);
      case NodePort -> new NodePortReachability(client, scope.nodeAddress());
      case ClusterIP -> text -> new ReachabilityPolicy.ClusterIps();
    };
    ownNamespace = scope.namespace();
    apiHost = NodeAddress.apiHost(client).toLowerCase(Locale.ROOT);
  }

  /** Completes when Services are known, or with an {@link dev.devsession.console.AgentException}. */
  CompletableFuture<Void> start() {
    return watch.start().thenCombine(reachability.start(), (services, others) -> null);
  }

  /** Asks the cluster again how to reach it; to be called before the first plan, and after a restart. */
  void refresh() {
    reachability.refresh();
  }

  /** Whether changes are arriving at present. */
  boolean isConnected() {
    return watch.isConnected();
  }

  @Override
  public NamePlan plan(HostsText text) {
    return new NamePlanner(ownNamespace, reachability.policy(text), !IS_MAC).plan(watch.services(),
        new TakenNames(machine, apiHost, text.otherNames()));
  }

  @Override
  public void written(HostsText text, NamePlan plan) {
    reachability.written(text, plan);
  }

  @Override
  public void close() {
    watch.close();
    reachability.close();
  }
}
