package dev.devsession.agent.sync;

import dev.devsession.agent.watch.PodNameWatch;
import dev.devsession.agent.watch.ServiceWatch;
import dev.devsession.console.AgentException;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import dev.devsession.hosts.HostsText;
import dev.devsession.hosts.names.NamePlan;
import dev.devsession.hosts.names.Shut;
import dev.devsession.localnet.loopback.Listeners;
import dev.devsession.localnet.loopback.LocalPorts;
import dev.devsession.localnet.privileged.Machine;
import dev.devsession.tunnel.Forwarder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.IoEventLoop;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The names of the cluster's Services on this machine, each with a loopback address of its own where the agent listens
 * on the Service's ports. Says by itself on the terminal how many there are, what changed and what is missing.
 */
public final class TunnelNames implements AutoCloseable {

  private static final long LOOK_MILLIS = 1000;

  /**
   * Which names, and where they are written.
   *
   * @param namespace
   *          whose Services also get their bare name
   * @param allNamespaces
   *          whether the Services of other namespaces get names too
   * @param context
   *          of the kubeconfig, for whoever opens the hosts file
   */
  public record Scope(String namespace, boolean allNamespaces, String context, Path hostsFile) {}

  private final Scope scope;
  private final Terminal terminal;
  private final LocalPorts localPorts;
  private final Machine machine;
  private final Listeners listeners;
  private final ServiceWatch watch;
  private final PodNameWatch pods;
  private final NameSource source;
  private final CompletableFuture<NameSync> sync = new CompletableFuture<>();
  private volatile Set<Integer> hostPorts = Set.of();
  private volatile List<Shut> shut = List.of();
  private volatile int services;
  private Block block;
  private boolean exhaustionTold;

  /**
   * Prepares them; nothing happens before {@link #start()}.
   *
   * @param loop
   *          of NIO; accepts the connections
   * @param forwarder
   *          carries them to the cluster
   */
  public TunnelNames(KubernetesClient client, Scope scope, IoEventLoop loop, Forwarder forwarder, Terminal terminal) {
    this.scope = scope;
    this.terminal = terminal;
    this.localPorts = new LocalPorts(forwarder);
    this.machine = new Machine(scope.hostsFile(), scope.context(), terminal);
    this.listeners = new Listeners(loop, localPorts, machine, this::outOfDescriptors);
    Optional<String> namespace = scope.allNamespaces() ? Optional.empty() : Optional.of(scope.namespace());
    this.watch = new ServiceWatch(client, namespace, this::changed);
    this.pods = new PodNameWatch(client, namespace, this::changed);
    this.source = NameSource.throughTunnel(client, watch, scope.namespace(), pods::pods);
  }

  /**
   * Starts; may ask for the password of sudo on the terminal. Completes when all names stand, or with an
   * {@link AgentException} if Services may not be listed or the API server can't be reached. That the hosts file may not
   * be written is no failure: it is said on the terminal, with what to do.
   */
  public CompletableFuture<Void> start() {
    CompletableFuture<Void> podsKnown = pods.start().handle((permitted, failure) -> {
      if (failure != null) {
        terminal.warning("names", "pods of headless services have none: " + failure.getMessage());
      } else if (!permitted) {
        terminal.warning("names", "pods of headless services have none: you may not list and watch endpointslices"
            + " (discovery.k8s.io)" + (scope.allNamespaces() ? "" : " in namespace " + scope.namespace()));
      }
      return null;
    });
    return watch.start().thenCombine(podsKnown, (services, pods) -> null).thenRunAsync(this::follow);
  }

  /**
   * Sets the ports of this machine that the session's processes listen on or will, whether swapped or not: the agent
   * leaves them free. May be called at any time, on any thread.
   */
  public void hostPorts(Set<Integer> ports) {
    hostPorts = Set.copyOf(ports);
    changed();
  }

  /**
   * Sets the swapped ports of the own session, those whose every connection goes to this machine: their names lead to
   * localhost directly, for new connections from now on. May be called at any time, on any thread.
   */
  public void swapped(Set<LocalPort> ports) {
    localPorts.set(ports.stream().collect(Collectors.toMap(
        port -> new LocalPorts.Name(port.service() + "." + scope.namespace(), port.port()), LocalPort::hostPort)));
    changed();
  }

  /** How many Services have names. */
  public int services() {
    return services;
  }

  /** Takes names and listeners away; the hosts file is then as it was. Connections under way go on until the loop ends. */
  @Override
  public void close() {
    watch.close();
    pods.close();
    sync.thenAccept(NameSync::close);
    sync.completeExceptionally(new IllegalStateException("closed"));
    synchronized (this) {
      try {
        if (block != null) {
          block.close();
        }
      } finally {
        listeners.close();
        machine.close();
      }
    }
  }

  private synchronized void follow() {
    block = machine.openBlock();
    NameSync writer = new NameSync(block, this::plan, terminal);
    if (!sync.complete(writer)) {
      writer.close();
      return;
    }
    Connection connection = new Connection(source, terminal, Clock.systemDefaultZone());
    writer.now();
    writer.every(LOOK_MILLIS, () -> {
      if (connection.check() || !shut.isEmpty()) {
        writer.changed();
      }
      writer.checkFile();
      writer.tidyUpWhenIdle();
    });
  }

  /** Listens before the names are written, so that none leads to nowhere. */
  private NamePlan plan(HostsText text) {
    NamePlan wanted = source.plan(text);
    shut = listeners.follow(wanted.entrances(), hostPorts);
    NamePlan possible = wanted.without(shut);
    services = (int) possible.named().stream().filter(one -> !one.isPod()).count();
    return possible;
  }

  private void changed() {
    sync.thenAccept(NameSync::changed);
  }

  private void outOfDescriptors() {
    if (!exhaustionTold) {
      exhaustionTold = true;
      terminal.warning("names", "connections have to wait: this process may not open more files; raise  ulimit -n");
    }
  }
}
