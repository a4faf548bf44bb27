package dev.devsession.e2e;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.regex.Pattern;

/**
 * The ports of the shop's Services. {@code names.via: NodePort} takes them for node ports, so on a cluster with the
 * default range of those they lie in it, as a user would have to do.
 */
record ServicePorts(int offset) {
  private static final Pattern PORT = Pattern.compile("\\bport: (808[0-2]),");
  private static final String FIRST_VARIABLE = "            - {name: SHOP_WITHDRAW_MS,";

  /** Asks the API server whether it takes node ports below 30000; a dry run wouldn't tell. */
  static ServicePorts of(KubernetesClient client) {
    var low = new ServiceBuilder().withNewMetadata().withName("node-port-range").endMetadata().withNewSpec()
        .withType("NodePort").addNewPort().withPort(1).withNodePort(1).endPort().endSpec().build();
    try {
      client.resource(client.services().inNamespace("default").resource(low).create()).delete();
      return new ServicePorts(0);
    } catch (KubernetesClientException e) {
      if (e.getMessage().contains("not in the valid range")) {
        return new ServicePorts(23_000);
      }
      throw e;
    }
  }

  /** @param port a port of the shop, as its manifest has it */
  int onThisCluster(int port) {
    return port + offset;
  }

  /** The manifest with the ports of this cluster, and with URLs that name them. */
  String apply(String manifest) {
    return offset == 0
        ? manifest
        : PORT.matcher(manifest).replaceAll(m -> "port: " + onThisCluster(Integer.parseInt(m.group(1))) + ",")
            .replace(FIRST_VARIABLE, variable("ORDERS_URL", "orders", 8081) + variable("STOCK_URL", "stock", 8082)
                + FIRST_VARIABLE);
  }

  private String variable(String name, String service, int port) {
    return "            - {name: " + name + ", value: \"http://" + service + ":" + onThisCluster(port) + "/\"}\n";
  }
}
