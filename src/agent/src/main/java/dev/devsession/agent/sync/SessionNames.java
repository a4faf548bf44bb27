package dev.devsession.agent.sync;

import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.Block;
import dev.devsession.localnet.privileged.PrivilegedOperations;
import dev.devsession.tunnel.Forwarder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.IoEventLoop;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The names of the cluster's Services on this machine while a session is up. Says by itself on the terminal how many
 * there are, what changed and what is missing.
 */
public final class SessionNames implements AutoCloseable {
  private final Terminal terminal;
  private final PrivilegedOperations machine;
  private final TunnelListener tunnel;
  private final EndpointListener listener;
  private final NameSource source;
  private final NameSync sync;
  private Block block;
  private boolean closed;

  /**
   * Prepares them; nothing happens before {@link #start()}.
   *
   * @param machine where they are written; closed with them
   * @param loop of NIO; accepts connections for names by Tunnel
   * @param forwarder carries these to the cluster
   */
  public SessionNames(KubernetesClient client, NameScope scope, PrivilegedOperations machine, IoEventLoop loop,
      Forwarder forwarder,
      Terminal terminal) {
    this.terminal = terminal;
    this.machine = machine;
    tunnel = new TunnelListener(scope.namespace(), loop, forwarder, machine, terminal);
    listener = scope.via() == NamesVia.Tunnel ? tunnel : EndpointListener.NONE;
    sync = new NameSync(terminal);
    source = new NameSource(client, scope, terminal, sync::changed);
  }

  /**
   * Starts; may ask for the password of sudo on the terminal. Completes when all names are written, or with an
   * {@link dev.devsession.console.AgentException} if Services may not be listed, the API server can't be reached or it
   * isn't known where names should lead. That the hosts file may not be written is no failure: it is said on the
   * terminal, with what to do.
   */
  public CompletableFuture<Void> start() {
    return source.start().thenRunAsync(this::follow);
  }

  /**
   * Sets the ports of this machine that the session's processes listen on or will, whether swapped or not: the agent
   * leaves them free. May be called at any time, on any thread.
   */
  public void hostPorts(Set<Integer> ports) {
    tunnel.hostPorts(ports);
    sync.changed();
  }

  /**
   * Sets the swapped ports of the own session, those whose every connection goes to this machine: names by Tunnel lead
   * to localhost directly, for new connections from now on. May be called at any time, on any thread.
   */
  public void swapped(Set<LocalPort> ports) {
    tunnel.swapped(ports);
    sync.changed();
  }

  /** Removes names and listeners and so restores the hosts file. Open connections live until the loop ends. */
  @Override
  public void close() {
    source.close();
    synchronized (this) {
      closed = true;
      sync.close();
      try {
        if (block != null) {
          block.close();
        }
      } finally {
        tunnel.close();
        machine.close();
      }
    }
  }

  private synchronized void follow() {
    if (closed) {
      return;
    }
    source.refresh();
    block = machine.openBlock();
    sync.start(block, source, listener);
  }
}
