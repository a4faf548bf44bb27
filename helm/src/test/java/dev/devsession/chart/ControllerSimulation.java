package dev.devsession.chart;

import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Plays the controllers and the kubelet of one namespace: writes statuses, proxy pods and endpoints.
 */
final class ControllerSimulation implements AutoCloseable {
  private final KubernetesClient client;
  private final String namespace;
  private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

  ControllerSimulation(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    rounds.scheduleWithFixedDelay(this::round, 0, 100, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }

  private void round() {
    try {
      var deployments = client.apps().deployments().inNamespace(namespace).list().getItems();
      var statefulSets = client.apps().statefulSets().inNamespace(namespace).list().getItems();
      deployments.forEach(this::status);
      statefulSets.forEach(this::status);
      deployments.stream().filter(d -> isProxy(d)).forEach(this::pod);
      client.pods().inNamespace(namespace).list().getItems().stream()
          .filter(p -> deployments.stream().noneMatch(d -> name(d).equals(name(p)))).forEach(this::delete);
      for (var service : client.services().inNamespace(namespace).list().getItems()) {
        var endpoints = new ArrayList<Endpoint>();
        for (var d : deployments) {
          endpoints.addAll(endpoints(service, d, d.getSpec().getTemplate(), d.getSpec().getReplicas()));
        }
        for (StatefulSet s : statefulSets) {
          endpoints.addAll(endpoints(service, s, s.getSpec().getTemplate(), s.getSpec().getReplicas()));
        }
        slice(service, endpoints);
      }
    } catch (KubernetesClientException e) {
      // Another client wrote first, or the object is gone: the next round reads it again.
    }
  }

  private void status(Deployment d) {
    var replicas = d.getSpec().getReplicas();
    var status = new DeploymentStatusBuilder().withObservedGeneration(d.getMetadata().getGeneration())
        .withReplicas(replicas).withReadyReplicas(replicas).withAvailableReplicas(replicas).build();
    if (isNews(d.getStatus(), DeploymentStatus::getObservedGeneration, d)) {
      client.resource(new DeploymentBuilder(d).withStatus(status).build()).updateStatus();
    }
  }

  private void status(StatefulSet s) {
    var replicas = s.getSpec().getReplicas();
    var status = new StatefulSetStatusBuilder().withObservedGeneration(s.getMetadata().getGeneration())
        .withReplicas(replicas).withReadyReplicas(replicas).withAvailableReplicas(replicas).build();
    if (isNews(s.getStatus(), StatefulSetStatus::getObservedGeneration, s)) {
      client.resource(new StatefulSetBuilder(s).withStatus(status).build()).updateStatus();
    }
  }

  private static <S> boolean isNews(S status, Function<S, Long> seen, HasMetadata object) {
    return status == null || !object.getMetadata().getGeneration().equals(seen.apply(status));
  }

  /** A proxy's pod, named like its Deployment; replaced when its annotations differ from the template's. */
  private void pod(Deployment proxy) {
    var template = proxy.getSpec().getTemplate();
    var present = client.pods().inNamespace(namespace).withName(name(proxy)).get();
    if (present == null) {
      client.resource(new PodBuilder().withMetadata(template.getMetadata()).editMetadata().withName(name(proxy))
          .withNamespace(namespace).endMetadata().withSpec(template.getSpec()).build()).create();
      client.pods().inNamespace(namespace).withName(name(proxy)).editStatus(p -> {
        p.getStatus().setPodIP("127.0.0.1");
        p.getStatus().setConditions(List.of(new PodConditionBuilder().withType("Ready").withStatus("True").build()));
        return p;
      });
    } else if (!present.getMetadata().getAnnotations().equals(template.getMetadata().getAnnotations())) {
      delete(present);
    }
  }

  private void delete(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  private static List<Endpoint> endpoints(Service service, HasMetadata workload, PodTemplateSpec template,
      int replicas) {
    if (!template.getMetadata().getLabels().entrySet().containsAll(service.getSpec().getSelector().entrySet())) {
      return List.of();
    }
    var endpoints = new ArrayList<Endpoint>();
    for (var i = 0; i < replicas; i++) {
      endpoints.add(new EndpointBuilder().withAddresses("192.0.2." + (i + 1)).withNewConditions().withReady(true)
          .endConditions().withNewTargetRef().withKind("Pod")
          .withName(isProxy(workload) ? name(workload) : name(workload) + "-" + i).endTargetRef().build());
    }
    return endpoints;
  }

  private void slice(Service service, List<Endpoint> endpoints) {
    var slice = new EndpointSliceBuilder().withNewMetadata().withName(name(service)).withNamespace(namespace)
        .withLabels(service.getMetadata().getLabels())
        .addToLabels("kubernetes.io/service-name", name(service)).endMetadata().withAddressType("IPv4")
        .withEndpoints(endpoints).build();
    var present = client.resource(slice).get();
    if (present == null) {
      client.resource(slice).create();
    } else if (!endpoints.equals(Objects.requireNonNullElse(present.getEndpoints(), List.of()))) {
      present.setEndpoints(endpoints);
      client.resource(present).update();
    }
  }

  private static boolean isProxy(HasMetadata object) {
    return object.getMetadata().getLabels() != null && object.getMetadata().getLabels().containsKey(Labels.SWAP);
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
