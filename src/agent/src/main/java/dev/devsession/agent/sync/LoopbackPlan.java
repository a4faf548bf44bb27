package dev.devsession.agent.sync;

import dev.devsession.agent.watch.NodeAddress;
import dev.devsession.agent.watch.ServiceReduction;
import dev.devsession.hosts.HostsFile;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.MachineName;
import dev.devsession.hosts.names.LeftBlock;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.hosts.names.NamePlanner;
import dev.devsession.hosts.names.TakenNames;
import dev.devsession.hosts.names.TunnelPolicy;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The loopback addresses of names by Tunnel, as they stand in the hosts file or will. */
public final class LoopbackPlan {
  private LoopbackPlan() {}

  /**
   * By {@code name.namespace}; a Service whose names mean something else on this machine has none.
   *
   * @param namespace whose Services have their bare names
   * @throws dev.devsession.console.AgentException if the file can't be read
   */
  public static Map<String, String> addresses(KubernetesClient client, String namespace, Path hostsFile,
      Collection<Service> services) {
    var text = HostsFile.at(hostsFile).read();
    var plan = new NamePlanner(namespace, new TunnelPolicy(given(new LoopbackAddresses(), text), Map.of()), false)
        .plan(services.stream().map(ServiceReduction::of).toList(), new TakenNames(MachineName.all(),
            NodeAddress.apiHost(client).toLowerCase(Locale.ROOT), text.otherNames()));
    var addresses = new HashMap<String, String>();
    plan.titles().forEach((address, title) -> addresses.put(title, address));
    return addresses;
  }

  /** The same addresses, those in the file's block too, and none that another line of the file uses. */
  static LoopbackAddresses given(LoopbackAddresses addresses, HostsText text) {
    var all = addresses.copy();
    all.adopt(LeftBlock.titles(text.blockLines()));
    all.avoid(text.otherAddresses());
    return all;
  }
}
