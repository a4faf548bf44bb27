package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.owned.OwnedObjects;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The objects that stand in for a workload: a ConfigMap with the routes and a Deployment of the proxy.
 *
 * @param routesHash SHA-256 of the routes file, as the proxy reports the one it uses
 */
public record Proxy(ConfigMap config, Deployment deployment, String routesHash) {
  static final String ROUTES_FILE = "routes.properties";

  /** Name of both objects. */
  public static String name(String swap) {
    return "devsession-" + swap;
  }

  /** Whether a pod is named like those of the Swap's proxy, also one that isn't known or is gone. */
  static boolean isPodName(String pod, String swap) {
    return pod.startsWith(name(swap) + "-");
  }

  static Proxy of(Swap swap, Workload workload, List<Route> routes, OperatorConfig settings) {
    var file = routes.stream().sorted(Comparator.comparing(Route::listenPort)).map(Route::line)
        .collect(Collectors.joining());
    return of(swap, file, ProxyPod.template(swap.getMetadata().getName(), workload, routes, settings), 1);
  }

  /**
   * Proxies that share a Service between its original and sessions. Their template depends on nothing of the sessions
   * but their key, so that one more of these restarts none.
   *
   * @param service with the selector of its owners
   * @param workloads those whose pods it selects
   * @param twin address of the Service that leads to the original
   */
  static Proxy shared(Swap swap, Service service, List<Workload> workloads, SharedRoutes routes, String twin,
      int replicas, OperatorConfig settings) {
    return of(swap, routes.file(twin),
        SharedProxyPod.template(swap.getMetadata().getName(), service, workloads, routes.tlsSecret(),
            settings),
        replicas);
  }

  private static Proxy of(Swap swap, String file, PodTemplateSpec pod, int replicas) {
    var name = name(swap.getMetadata().getName());
    var labels = OwnedObjects.labels(Labels.SWAP, swap.getMetadata().getName());
    var config = new ConfigMapBuilder().withMetadata(OwnedObjects.metadata(swap, name, labels).build())
        .addToData(ROUTES_FILE, file).build();
    var deployment = new DeploymentBuilder().withMetadata(OwnedObjects.metadata(swap, name, labels).build())
        .withNewSpec().withReplicas(1).withRevisionHistoryLimit(0)
        .withNewStrategy().withType("RollingUpdate").withNewRollingUpdate().withNewMaxSurge(1).withNewMaxUnavailable(0)
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector().addToMatchLabels(Labels.SWAP, swap.getMetadata().getName()).endSelector()
        .withTemplate(pod).endSpec().build();
    var hash = Map.of(Annotations.HASH, Fingerprint.of(deployment.getSpec()));
    deployment.getMetadata().setAnnotations(hash);
    var template = deployment.getSpec().getTemplate().getMetadata();
    var annotations = new HashMap<>(template.getAnnotations());
    annotations.putAll(hash);
    template.setAnnotations(annotations);
    deployment.getSpec().setReplicas(replicas); // after the hash: one more restarts none
    return new Proxy(config, deployment, Fingerprint.sha256(file));
  }

  boolean sameConfig(ConfigMap present) {
    return present != null && config.getData().equals(present.getData());
  }

  /** Whether the present Deployment is what this one asks for. */
  boolean sameDeployment(Deployment present) {
    return present != null && present.getMetadata().getDeletionTimestamp() == null
        && Objects.equals(present.getSpec().getReplicas(), deployment.getSpec().getReplicas())
        && isCurrent(present);
  }

  /** Whether a Deployment or pod was made from this very template. */
  boolean isCurrent(HasMetadata present) {
    return Fingerprint.isSame(deployment, present);
  }
}
