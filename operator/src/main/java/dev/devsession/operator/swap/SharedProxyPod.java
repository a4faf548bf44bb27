package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.dataplane.DataPlanePod;
import dev.devsession.restore.PodPlacement;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pod of a proxy that stands before the originals: it has none of their labels, or the twin would lead it to
 * itself. It runs where they may run, and declares the names of the Service's target ports.
 */
final class SharedProxyPod {
  private static final String ROUTES_FOLDER = "/etc/devsession";
  private static final String TLS = "tls";

  private SharedProxyPod() {}

  /**
   * @param service with the selector of its owners
   * @param workloads those whose pods it selects; the first says where proxies run
   * @param tlsSecret the Secret to mount, if there is one
   */
  static PodTemplateSpec template(String swap, Service service, List<Workload> workloads, Optional<String> tlsSecret,
      OperatorConfig settings) {
    var labels = new HashMap<>(settings.proxyPod().labels());
    labels.keySet().removeAll(service.getSpec().getSelector().keySet());
    labels.put(Labels.SWAP, swap);
    var ports = ports(service, workloads);
    var pod = DataPlanePod.pod(settings.proxyPod())
        .withContainers(DataPlanePod.container("proxy", ports, ProxyPod.healthPort(ports), settings.proxyPod(),
            settings)
            .addNewEnv().withName("DEVSESSION_ROUTES").withValue(ROUTES_FOLDER + "/" + Proxy.ROUTES_FILE).endEnv()
            .addNewVolumeMount().withName("routes").withMountPath(ROUTES_FOLDER).withReadOnly(true).endVolumeMount()
            .addAllToVolumeMounts(tlsSecret.map(SharedProxyPod::tlsMount).stream().toList()).build())
        .addNewVolume().withName("routes").withNewConfigMap().withName(Proxy.name(swap)).endConfigMap().endVolume()
        .addAllToVolumes(tlsSecret.map(SharedProxyPod::tlsVolume).stream().toList());
    if (ports.stream().anyMatch(p -> p.getContainerPort() < 1024)) {
      // A sysctl that the restricted profile allows, as in ProxyPod.
      pod.editSecurityContext().withSysctls(new Sysctl("net.ipv4.ip_unprivileged_port_start", "0"))
          .endSecurityContext();
    }
    var first = workloads.stream().findFirst();
    var placed = first.map(Workload::placement).orElse(PodPlacement.ANY).applyTo(pod)
        .editOrNewAffinity().withNewPodAntiAffinity().addNewPreferredDuringSchedulingIgnoredDuringExecution()
        .withWeight(100).withNewPodAffinityTerm().withTopologyKey("kubernetes.io/hostname")
        .withNewLabelSelector().addToMatchLabels(Labels.SWAP, swap).endLabelSelector().endPodAffinityTerm()
        .endPreferredDuringSchedulingIgnoredDuringExecution().endPodAntiAffinity().endAffinity().build();
    return new PodTemplateSpecBuilder().withNewMetadata().withLabels(labels)
        .withAnnotations(settings.proxyPod().annotations())
        .addToAnnotations(first.map(Workload::podAnnotations).orElse(Map.of())).endMetadata().withSpec(placed).build();
  }

  private static VolumeMount tlsMount(String secret) {
    return new VolumeMountBuilder().withName(TLS).withMountPath(TlsSecret.folder(secret)).withReadOnly(true).build();
  }

  /** Without the Secret the proxies run all the same, and pass TLS on whole. */
  private static Volume tlsVolume(String secret) {
    return new VolumeBuilder().withName(TLS).withNewSecret().withSecretName(secret).withOptional(true)
        .withItems(new KeyToPath("tls.crt", null, "tls.crt"), new KeyToPath("tls.key", null, "tls.key"))
        .endSecret().build();
  }

  /** One for each target port, with its name where the Service means it by name. */
  private static List<ContainerPort> ports(Service service, List<Workload> workloads) {
    var ports = new ArrayList<ContainerPort>();
    var names = new HashSet<String>();
    for (var port : TwinService.tcp(service)) {
      var number = Ports.sharedTargetPort(port, workloads);
      var name = name(port).filter(names::add);
      // Two names of one port are two entries; a port without a name is one only where it has no other.
      if (name.isPresent() || name(port).isEmpty() && ports.stream().noneMatch(p -> p.getContainerPort() == number)) {
        ports.add(new ContainerPortBuilder().withName(name.orElse(null)).withContainerPort(number).build());
      }
    }
    return ports;
  }

  private static Optional<String> name(ServicePort port) {
    return Optional.ofNullable(port.getTargetPort()).map(t -> t.getStrVal());
  }
}
