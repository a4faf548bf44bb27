package dev.devsession.operator.cluster;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.restore.Ownership;
import dev.devsession.restore.PodPlacement;
import dev.devsession.restore.PodTraits;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the operator keeps in memory of an object that it watches. A cluster has thousands, so it is only what decisions
 * look at: what they begin to look at has to be kept here first.
 */
public final class CacheTransform {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final Set<String> LABELS = Set.of(Labels.SWAP, Labels.SESSION, Labels.NODE_PORT_SERVICE_OF,
      ClusterView.SERVICE_NAME_LABEL);
  private static final FieldsV1 REPLICAS = new FieldsV1();
  private static final FieldsV1 SELECTOR = new FieldsV1();
  static {
    REPLICAS.setAdditionalProperty("f:spec", Map.of("f:replicas", Map.of()));
    SELECTOR.setAdditionalProperty("f:spec", Map.of("f:selector", Map.of()));
  }

  private CacheTransform() {}

  /** A store for one informer, which keeps just that. */
  public static <T extends HasMetadata> ItemStore<T> store() {
    return new TransformingItemStore<>(CacheTransform::of);
  }

  /** Removes the rest from an object fresh from the API server, and returns the same object. */
  static <T extends HasMetadata> T of(T object) {
    var metadata = object.getMetadata();
    switch (object) {
      case Deployment d -> {
        workload(metadata);
        d.getSpec().setSelector(null);
        d.getSpec().setStrategy(null);
        template(d.getSpec().getTemplate());
        if (d.getStatus() != null) {
          d.getStatus().setConditions(
              d.getStatus().getConditions().stream().filter(c -> "ReplicaFailure".equals(c.getType())).toList());
        }
      }
      case StatefulSet s -> {
        workload(metadata);
        s.getSpec().setVolumeClaimTemplates(List.of());
        template(s.getSpec().getTemplate());
      }
      case Service s -> {
        owned(metadata, Ownership.SELECTOR, SELECTOR);
        s.setStatus(null);
        s.getSpec().setClusterIPs(List.of());
      }
      case EndpointSlice s -> {
        bare(metadata);
        s.setPorts(List.of());
        if (s.getEndpoints() != null) {
          s.getEndpoints().forEach(CacheTransform::endpoint);
        }
      }
      case GenericKubernetesResource g -> workload(metadata);
      case Pod p -> {
        metadata.setManagedFields(List.of());
        p.setSpec(pod(p.getSpec()));
      }
      default -> metadata.setManagedFields(List.of());
    }
    return object;
  }

  private static void bare(ObjectMeta metadata) {
    metadata.setManagedFields(List.of());
    if (metadata.getLabels() != null) {
      metadata.getLabels().keySet().retainAll(LABELS);
    }
    if (metadata.getAnnotations() != null) {
      metadata.getAnnotations().remove(LAST_APPLIED);
    }
  }

  /**
   * Keeps only who owns the replicas or the selector; giving ownership back needs all entries and reads them from the
   * API server.
   */
  private static void workload(ObjectMeta metadata) {
    owned(metadata, Ownership.REPLICAS, REPLICAS);
  }

  private static void owned(ObjectMeta metadata, Ownership field, FieldsV1 kept) {
    var owners = metadata.getManagedFields().stream().filter(field::owns).toList();
    owners.forEach(e -> e.setFieldsV1(kept));
    bare(metadata);
    metadata.setManagedFields(owners);
  }

  private static void template(PodTemplateSpec template) {
    var metadata = template.getMetadata();
    if (metadata != null && metadata.getAnnotations() != null) {
      metadata.setAnnotations(PodTraits.kept(metadata.getAnnotations()));
    }
    var spec = template.getSpec();
    template.setSpec(spec == null
        ? null
        : PodPlacement.of(spec).applyTo(pod(spec).edit()).withAffinity(spec.getAffinity()).withInitContainers(
            spec.getInitContainers().stream().filter(PodTraits::isSidecar)
                .map(c -> new ContainerBuilder(bare(c)).withRestartPolicy(c.getRestartPolicy()).build()).toList())
            .build());
  }

  /** The containers' names and ports, and which of these are probed by HTTPS. */
  private static PodSpec pod(PodSpec spec) {
    return spec == null
        ? null
        : new PodSpecBuilder().withContainers(spec.getContainers().stream().map(CacheTransform::bare).toList()).build();
  }

  private static Container bare(Container container) {
    return new ContainerBuilder().withName(container.getName()).withPorts(container.getPorts())
        .withReadinessProbe(PodTraits.kept(container.getReadinessProbe()))
        .withLivenessProbe(PodTraits.kept(container.getLivenessProbe()))
        .withStartupProbe(PodTraits.kept(container.getStartupProbe())).build();
  }

  private static void endpoint(Endpoint endpoint) {
    if (endpoint.getTargetRef() != null) {
      endpoint.setAddresses(List.of());
      endpoint.setTargetRef(new ObjectReferenceBuilder().withName(endpoint.getTargetRef().getName()).build());
    }
    endpoint.setHints(null);
    endpoint.setNodeName(null);
    endpoint.setZone(null);
  }
}
