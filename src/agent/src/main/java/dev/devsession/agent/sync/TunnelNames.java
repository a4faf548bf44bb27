package dev.devsession.agent.sync;

import dev.devsession.agent.Terminal;
import dev.devsession.tunnel.Forwarder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.IoEventLoop;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The names of the cluster's Services on this machine, each with a loopback address of its own where the agent listens
 * on the Service's ports. Says by itself on the terminal how many there are, what changed and what is missing.
 */
public final class TunnelNames implements AutoCloseable {

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

  /**
   * Prepares them; nothing happens before {@link #start()}.
   *
   * @param loop
   *          of NIO; accepts the connections
   * @param forwarder
   *          carries them to the cluster
   */
  public TunnelNames(KubernetesClient client, Scope scope, IoEventLoop loop, Forwarder forwarder, Terminal terminal) {}

  /**
   * Starts; may ask for the password of sudo on the terminal. Completes when all names stand, or with an
   * {@link dev.devsession.agent.AgentException} if Services may not be listed or the API server can't be reached. That
   * the hosts file may not be written is no failure: it is said on the terminal, with what to do.
   */
  public CompletableFuture<Void> start() {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Sets the ports of this machine that the session's processes listen on or will, whether swapped or not: the agent
   * leaves them free. May be called at any time, on any thread.
   */
  public void hostPorts(Set<Integer> ports) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Sets the swapped ports of the own session, those whose every connection goes to this machine: their names lead to
   * localhost directly, for new connections from now on. May be called at any time, on any thread.
   */
  public void swapped(Set<LocalPort> ports) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** How many Services have names. */
  public int services() {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Takes listeners and names away; the hosts file is then as it was. Connections under way go on until the loop ends. */
  @Override
  public void close() {
    throw new UnsupportedOperationException("not built yet");
  }
}
