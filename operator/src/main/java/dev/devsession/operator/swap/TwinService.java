package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.owned.OwnedObjects;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The Service by which proxies reach the original while its own Service leads to them. Pure. */
final class TwinService {
  private static final String PREFIX = "devsession-original-";

  private TwinService() {}

  static String name(String swap) {
    return OwnedObjects.name(PREFIX, swap);
  }

  /** @param original the Service with the selector of its owners */
  static Service of(Swap swap, Service original) {
    var name = swap.getMetadata().getName();
    var spec = original.getSpec();
    var twin = new ServiceBuilder()
        .withMetadata(OwnedObjects.metadata(swap, name(name), OwnedObjects.labels(Labels.SWAP, name)).build())
        .withNewSpec().withType("ClusterIP").withSelector(spec.getSelector())
        .withSessionAffinity(spec.getSessionAffinity()).withSessionAffinityConfig(spec.getSessionAffinityConfig())
        .withInternalTrafficPolicy(spec.getInternalTrafficPolicy())
        .withTrafficDistribution(spec.getTrafficDistribution())
        .withPublishNotReadyAddresses(spec.getPublishNotReadyAddresses()).withIpFamilies(spec.getIpFamilies())
        .withIpFamilyPolicy(spec.getIpFamilyPolicy())
        .withPorts(spec.getPorts().stream().map(TwinService::port).toList()).endSpec().build();
    twin.getMetadata().setAnnotations(Map.of(Annotations.HASH, Fingerprint.of(twin.getSpec())));
    return twin;
  }

  private static ServicePort port(ServicePort port) {
    return new ServicePortBuilder(port).withNodePort(null).build();
  }

  /** Whether the present one is what is wanted. */
  static boolean isSame(Service wanted, Service present) {
    return present != null && present.getMetadata().getDeletionTimestamp() == null
        && Fingerprint.isSame(wanted, present)
        && Objects.equals(wanted.getSpec().getSelector(), present.getSpec().getSelector());
  }

  /** To create it, or to replace the present one with, which keeps its address. */
  static Service write(Service wanted, Service present) {
    return present == null
        ? wanted
        : new ServiceBuilder(wanted).editSpec().withClusterIP(present.getSpec().getClusterIP()).endSpec().build();
  }

  /** Its address; null if it has none yet. */
  static String address(Service twin) {
    var ip = twin.getSpec().getClusterIP();
    return ip == null || ip.isEmpty() ? null : ip;
  }

  /** Ports in the order in which the Service lists them, those that aren't TCP left out. */
  static List<ServicePort> tcp(Service service) {
    return service.getSpec().getPorts().stream().filter(p -> p.getProtocol() == null || "TCP".equals(p.getProtocol()))
        .toList();
  }
}
