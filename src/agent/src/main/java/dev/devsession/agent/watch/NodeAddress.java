package dev.devsession.agent.watch;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.kubeconfig.ApiErrors;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The address at which node ports answer. */
public final class NodeAddress {

  /** Any node serves every node port, so the first few are enough. */
  private static final long NODES = 20;

  private NodeAddress() {}

  /**
   * A node's InternalIP; where this user may not list nodes or there are none, the API server's address.
   *
   * @throws AgentException
   *           if neither is known
   */
  public static String find(KubernetesClient client) {
    String apiHost = apiHost(client);
    return choose(nodes(client), apiHost).orElseGet(() -> resolve(apiHost));
  }

  /** The host of the API server's URL, without the brackets of an IPv6 address. */
  public static String apiHost(KubernetesClient client) {
    return URI.create(client.getConfiguration().getMasterUrl()).getHost().replaceAll("[\\[\\]]", "");
  }

  /** Prefers the node that also serves the API, known to be reachable; then ready ones; then by name. */
  static Optional<String> choose(List<Node> nodes, String apiHost) {
    return nodes.stream()
        .sorted(Comparator.comparing((Node node) -> internalIp(node).filter(apiHost::equals).isEmpty())
            .thenComparing(node -> !isReady(node)).thenComparing(node -> node.getMetadata().getName()))
        .flatMap(node -> internalIp(node).stream()).findFirst();
  }

  private static List<Node> nodes(KubernetesClient client) {
    try {
      return client.nodes().list(new ListOptionsBuilder().withLimit(NODES).build()).getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return List.of();
      }
      throw new ApiErrors(client, Optional.empty()).explain(e);
    }
  }

  private static Optional<String> internalIp(Node node) {
    return node.getStatus() == null
        ? Optional.empty()
        : Stream.ofNullable(node.getStatus().getAddresses()).flatMap(List::stream)
            .filter(address -> address != null && "InternalIP".equals(address.getType()))
            .flatMap(address -> Stream.ofNullable(address.getAddress())).findFirst();
  }

  private static boolean isReady(Node node) {
    return node.getStatus() != null && Stream.ofNullable(node.getStatus().getConditions()).flatMap(List::stream)
        .anyMatch(condition -> condition != null && "Ready".equals(condition.getType())
            && "True".equals(condition.getStatus()));
  }

  private static String resolve(String host) {
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AgentException(ExitCode.BAD_INPUT,
          "no node address is known: you may not list nodes, and the API server's name "
              + host + " does not resolve. Set an address with --node-address",
          e);
    }
  }
}
