package dev.devsession.agent.sync;

import dev.devsession.console.Terminal;
import dev.devsession.hosts.names.LocalEndpoint;
import dev.devsession.hosts.names.UnavailableEndpoint;
import dev.devsession.localnet.loopback.LocalPorts;
import dev.devsession.localnet.loopback.LoopbackListeners;
import dev.devsession.localnet.loopback.PrivilegedPorts;
import dev.devsession.tunnel.Forwarder;
import io.netty.channel.IoEventLoop;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries the connections behind names into the cluster, and those to swapped ports to the process on this machine. */
final class TunnelListener implements EndpointListener, AutoCloseable {
  private final String namespace;
  private final Terminal terminal;
  private final LocalPorts localPorts;
  private final LoopbackListeners listeners;
  private volatile Set<Integer> hostPorts = Set.of();
  private boolean exhaustionTold;

  /** @param namespace of the session */
  TunnelListener(String namespace, IoEventLoop loop, Forwarder forwarder, PrivilegedPorts rights, Terminal terminal) {
    this.namespace = namespace;
    this.terminal = terminal;
    localPorts = new LocalPorts(forwarder);
    listeners = new LoopbackListeners(loop, localPorts, rights, this::outOfDescriptors);
  }

  /** May start the privileged process, and with it ask for a password. */
  @Override
  public List<UnavailableEndpoint> listen(Collection<LocalEndpoint> endpoints) {
    return listeners.listenAt(endpoints, hostPorts);
  }

  void hostPorts(Set<Integer> ports) {
    hostPorts = Set.copyOf(ports);
  }

  void swapped(Set<LocalPort> ports) {
    localPorts.setLocalPorts(ports.stream().collect(Collectors.toMap(
        port -> new LocalPorts.Name(port.service() + "." + namespace, port.port()), LocalPort::hostPort)));
  }

  @Override
  public void close() {
    listeners.close();
  }

  private void outOfDescriptors() {
    if (!exhaustionTold) {
      exhaustionTold = true;
      terminal.warning("names", "connections are waiting: this process may not open more files; raise  ulimit -n");
    }
  }
}
