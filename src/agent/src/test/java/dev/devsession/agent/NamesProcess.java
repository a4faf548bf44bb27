package dev.devsession.agent;

import dev.devsession.agent.sync.NameScope;
import dev.devsession.agent.sync.SessionNames;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.console.StopSignal;
import dev.devsession.console.Terminal;
import dev.devsession.kubeconfig.Kubeconfig;
import dev.devsession.localnet.privileged.PrivilegedOperations;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Names in a process of their own, with the {@link Cluster} in the gateway's place. Arguments: the kubeconfig,
 * the namespace, the hosts file and where names lead. Ends in good order after SIGTERM or SIGINT.
 */
final class NamesProcess {

  static final String READY = "ready";

  private NamesProcess() {}

  public static void main(String[] args) throws Exception {
    StopSignal stop = StopSignal.install();
    Terminal terminal = new Terminal(System.out, System.out);
    try (MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        KubernetesClient client = Kubeconfig.connect(Kubeconfig.load(Optional.of(Path.of(args[0])), Optional.empty()),
            List.of());
        SessionNames names = new SessionNames(client,
            new NameScope(NamesVia.valueOf(args[3]), args[1], false, Optional.empty()),
            new PrivilegedOperations(Path.of(args[2]), "test", terminal), group.next(), new Cluster(), terminal)) {
      long start = System.nanoTime();
      names.start().join();
      terminal.raw(READY + " " + (System.nanoTime() - start) / 1_000_000 + " ms\n");
      stop.asked().join();
    }
    terminal.raw("ended\n");
    stop.exit(0);
  }
}
