package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ServicePortMapping;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which container ports a claim's ports mean. */
class PortsTest {
  private static final Workload ORDERS = Workload.of(Serialization.unmarshal("""
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders}
      spec:
        template:
          spec:
            initContainers:
            - {name: sqlproxy, restartPolicy: Always, ports: [{name: sql, containerPort: 5432}]}
            - {name: migrate, ports: [{name: admin, containerPort: 9000}]}
            containers: [{name: app, ports: [{name: http, containerPort: 8080}]}]
      """, Deployment.class));

  @Test
  void aNativeSidecarsPortIsThePods() {
    assertThat(routes("[{port: 80, targetPort: sql}]", new ServicePortMapping("", 3000)))
        .containsExactly(new Route(5432, "192.0.2.1", 3000, 0));
  }

  @Test
  void anInitContainerThatEndsHasNoPort() {
    assertThat(refusal("[{port: 80, targetPort: admin}]", new ServicePortMapping("", 3000)))
        .contains("isn't a named container port");
  }

  @Test
  void theOnlyTcpPortNeedsNoName() {
    assertThat(routes("[{name: u, port: 53, protocol: UDP}, {name: t, port: 53}]", new ServicePortMapping("", 3210)))
        .containsExactly(new Route(53, "192.0.2.1", 3210, 0));
  }

  @Test
  void oneOfSeveralTcpPortsNeedsItsName() {
    assertThat(refusal("[{name: a, port: 53}, {name: u, port: 53, protocol: UDP}, {name: b, port: 54}]",
        new ServicePortMapping("", 3210))).contains("\"a\", \"b\"", "Name the one").doesNotContain("\"u\"");
  }

  private static List<Route> routes(String ports, ServicePortMapping mapping) {
    return ((Ports.Routed) route(ports, mapping)).routes();
  }

  private static String refusal(String ports, ServicePortMapping mapping) {
    return ((Ports.Unroutable) route(ports, mapping)).why().message();
  }

  private static Ports.Routing route(String ports, ServicePortMapping mapping) {
    var service = Serialization.unmarshal(
        "apiVersion: v1\nkind: Service\nmetadata: {name: orders}\nspec: {ports: " + ports + "}\n", Service.class);
    return Ports.route(new Claim("ada", SwapMode.Replace, null, List.of(mapping),
        new Transport(TransportType.Direct, "192.0.2.1")), service, ORDERS);
  }
}
