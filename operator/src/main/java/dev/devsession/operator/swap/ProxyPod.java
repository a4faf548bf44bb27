package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Names;
import dev.devsession.mark.Workload;
import dev.devsession.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Sysctl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The proxy's pod: to Services, NetworkPolicies and monitors it looks like the workload's own. */
final class ProxyPod {
  static final String HEALTH_PORT_NAME = "ds-health";
  private static final int FIRST_HEALTH_PORT = 9901;
  private static final int USER = 65532;
  private static final String ROUTES_FOLDER = "/etc/devsession";

  private ProxyPod() {}

  static PodTemplateSpec template(String swap, Workload workload, List<Route> routes, OperatorConfig settings) {
    var labels = new HashMap<>(workload.podLabels());
    labels.put(Names.SWAP_LABEL, swap);
    var ports = ports(workload, routes);
    var health = healthPort(ports);
    ports.add(new ContainerPortBuilder().withName(HEALTH_PORT_NAME).withContainerPort(health).build());
    var privileged = routes.stream().anyMatch(r -> r.listenPort() < 1024);
    return new PodTemplateSpecBuilder().withNewMetadata().withLabels(labels).endMetadata().withNewSpec()
        .withAutomountServiceAccountToken(false).withEnableServiceLinks(false).withTerminationGracePeriodSeconds(30L)
        .withNewSecurityContext().withRunAsNonRoot(true).withRunAsUser((long) USER).withRunAsGroup((long) USER)
        .withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile()
        // A sysctl that the restricted profile allows: a non-root proxy can stand in for a port below 1024.
        .withSysctls(privileged ? List.of(new Sysctl("net.ipv4.ip_unprivileged_port_start", "0")) : List.of())
        .endSecurityContext()
        .addNewContainer().withName("proxy").withImage(settings.proxyImage())
        .withImagePullPolicy(settings.proxyPullPolicy())
        .withPorts(ports)
        .addNewEnv().withName("DEVSESSION_ROUTES").withValue(ROUTES_FOLDER + "/" + Proxy.ROUTES_FILE).endEnv()
        .addNewEnv().withName("DEVSESSION_HEALTH_PORT").withValue(String.valueOf(health)).endEnv()
        .withNewReadinessProbe().withPeriodSeconds(1).withNewHttpGet().withPath("/readyz")
        .withPort(new IntOrString(HEALTH_PORT_NAME))
        .endHttpGet().endReadinessProbe()
        .withNewLivenessProbe().withPeriodSeconds(10).withTimeoutSeconds(5).withNewHttpGet().withPath("/livez")
        .withPort(new IntOrString(HEALTH_PORT_NAME)).endHttpGet().endLivenessProbe()
        .withNewResources().withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("48Mi")))
        .withLimits(Map.of("memory", new Quantity("128Mi"))).endResources()
        .withNewSecurityContext().withAllowPrivilegeEscalation(false).withReadOnlyRootFilesystem(true)
        .withNewCapabilities().withDrop("ALL").endCapabilities().endSecurityContext()
        .addNewVolumeMount().withName("routes").withMountPath(ROUTES_FOLDER).withReadOnly(true).endVolumeMount()
        .endContainer()
        .addNewVolume().withName("routes").withNewConfigMap().withName(Proxy.name(swap)).endConfigMap().endVolume()
        .endSpec().build();
  }

  /** The workload's TCP ports, and those of the routes that it doesn't declare. */
  private static List<ContainerPort> ports(Workload workload, List<Route> routes) {
    var ports = new ArrayList<ContainerPort>();
    for (var p : workload.ports()) {
      var taken = ports.stream().anyMatch(o -> o.getContainerPort().equals(p.getContainerPort())
          || p.getName() != null && p.getName().equals(o.getName()));
      if (!taken && (p.getProtocol() == null || "TCP".equals(p.getProtocol()))) {
        ports.add(new ContainerPortBuilder().withName(p.getName()).withContainerPort(p.getContainerPort()).build());
      }
    }
    for (var route : routes) {
      if (ports.stream().noneMatch(o -> o.getContainerPort() == route.listenPort())) {
        ports.add(new ContainerPortBuilder().withContainerPort(route.listenPort()).build());
      }
    }
    return ports;
  }

  private static int healthPort(List<ContainerPort> taken) {
    var port = FIRST_HEALTH_PORT;
    while (isTaken(taken, port)) {
      port++;
    }
    return port;
  }

  private static boolean isTaken(List<ContainerPort> ports, int port) {
    return ports.stream().anyMatch(p -> p.getContainerPort() == port);
  }
}
