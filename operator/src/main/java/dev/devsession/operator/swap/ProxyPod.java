package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.dataplane.DataPlanePod;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Sysctl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The proxy's pod: to Services, NetworkPolicies and monitors it looks like the workload's own. Where a rule of the
 * workload keeps such pods away from its own, the scheduler would leave it without a node: it gets the labels that the
 * rule selects when it has one.
 */
final class ProxyPod {
  private static final int FIRST_HEALTH_PORT = 9901;
  private static final String ROUTES_FOLDER = "/etc/devsession";

  private ProxyPod() {}

  static PodTemplateSpec template(String swap, Workload workload, List<Route> routes, OperatorConfig settings) {
    var labels = new HashMap<>(isLabelledLater(workload) ? Map.<String, String>of() : workload.podLabels());
    settings.proxyPod().labels().forEach(labels::putIfAbsent);
    labels.put(Labels.SWAP, swap);
    var ports = ports(workload, routes);
    var health = healthPort(ports);
    var pod = DataPlanePod.pod(settings.proxyPod())
        .withContainers(DataPlanePod.container("proxy", ports, health, settings.proxyPod(), settings)
            .addNewEnv().withName("DEVSESSION_ROUTES").withValue(ROUTES_FOLDER + "/" + Proxy.ROUTES_FILE).endEnv()
            .addNewVolumeMount().withName("routes").withMountPath(ROUTES_FOLDER).withReadOnly(true).endVolumeMount()
            .build())
        .addNewVolume().withName("routes").withNewConfigMap().withName(Proxy.name(swap)).endConfigMap().endVolume();
    if (routes.stream().anyMatch(r -> r.listenPort() < 1024)) {
      // A sysctl that the restricted profile allows: a non-root proxy can stand in for a port below 1024.
      pod.editSecurityContext().withSysctls(new Sysctl("net.ipv4.ip_unprivileged_port_start", "0"))
          .endSecurityContext();
    }
    return new PodTemplateSpecBuilder().withNewMetadata().withLabels(labels)
        .withAnnotations(settings.proxyPod().annotations())
        .addToAnnotations(workload.podAnnotations()).endMetadata().withSpec(workload.placement().applyTo(pod).build())
        .build();
  }

  /** Whether the pod gets the labels of the workload's pods only when it has a node. */
  static boolean isLabelledLater(Workload workload) {
    return workload.placement().keepsAway(workload.podLabels());
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

  static int healthPort(List<ContainerPort> taken) {
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
