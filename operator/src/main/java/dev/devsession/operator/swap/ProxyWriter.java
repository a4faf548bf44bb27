package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.operator.owned.ObjectWrite;
import dev.devsession.operator.owned.OwnedObjects;
import dev.devsession.operator.status.ApiRefusal;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the proxy's objects. */
final class ProxyWriter {
  /** The kubelet updates a changed ConfigMap in a pod within this time even if the pod isn't annotated. */
  private static final Duration KUBELET_SYNC = Duration.ofSeconds(90);

  private final KubernetesClient client;
  private final ConfirmedRoutes confirmed;

  ProxyWriter(KubernetesClient client, ConfirmedRoutes confirmed) {
    this.client = client;
    this.confirmed = confirmed;
  }

  void apply(Proxy wanted, Observed seen) {
    changeRoutes(wanted, seen);
    if (!wanted.sameDeployment(seen.proxy())) {
      new ObjectWrite(new DeploymentBuilder(wanted.deployment()).build(), seen.proxy()).apply(client);
    }
  }

  void changeRoutes(Proxy wanted, Observed seen) {
    if (!wanted.sameConfig(seen.config())) {
      var config = new ConfigMapBuilder(wanted.config()).editMetadata()
          .addToAnnotations(Annotations.CHANGED, seen.now().toString())
          .endMetadata().build();
      new ObjectWrite(config, seen.config()).apply(client);
    }
  }

  void remove(Observed seen) {
    delete(seen, seen.proxy(), seen.config());
  }

  void removeTwin(Observed seen) {
    delete(seen, seen.twin());
  }

  private void delete(Observed seen, HasMetadata... objects) {
    for (var present : objects) {
      if (present != null && present.getMetadata().getDeletionTimestamp() == null
          && OwnedObjects.isOwnedBy(present, seen.swap())) {
        client.resource(present).delete();
      }
    }
  }

  /** Puts the labels on the pods, or takes them off. */
  void label(List<Pod> pods, Map<String, String> labels, boolean on) {
    var values = new HashMap<String, String>();
    labels.forEach((name, value) -> values.put(name, on ? value : null));
    var patch = Map.of("metadata", Map.of("labels", values));
    for (var pod : pods) {
      client.pods().inNamespace(pod.getMetadata().getNamespace()).withName(pod.getMetadata().getName())
          .patch(PatchContext.of(PatchType.JSON_MERGE), client.getKubernetesSerialization().asJson(patch));
    }
  }

  /**
   * Whether all proxy pods use the routes with this hash. Those that don't yet are touched, which makes the kubelet
   * look for a changed ConfigMap at once instead of within a minute.
   */
  boolean confirm(String hash, Observed seen) {
    var all = true;
    var ready = seen.routingProxies();
    for (var pod : seen.proxyPods()) {
      if (ready.contains(pod.getMetadata().getName()) && !uses(pod, hash, seen)) {
        all = false;
        triggerKubeletSync(pod, hash);
      }
    }
    return all;
  }

  private boolean uses(Pod pod, String hash, Observed seen) {
    return confirmed.readHash(pod).map(hash::equals).orElseGet(() -> {
      var annotations = seen.config().getMetadata().getAnnotations();
      var changed = Instant
          .parse(annotations.getOrDefault(Annotations.CHANGED, seen.config().getMetadata().getCreationTimestamp()));
      // If a pod can't be asked (a NetworkPolicy may forbid it), it counts as current when it is newer than the routes
      // or the kubelet has had time to update them.
      return Instant.parse(pod.getMetadata().getCreationTimestamp()).plusSeconds(1).isAfter(changed)
          || seen.now().isAfter(changed.plus(KUBELET_SYNC));
    });
  }

  /** Only makes it faster, so it may be refused. */
  private void triggerKubeletSync(Pod pod, String hash) {
    var annotations = pod.getMetadata().getAnnotations();
    if (annotations != null && hash.equals(annotations.get(Annotations.ROUTES))) {
      return;
    }
    try {
      client.pods().inNamespace(pod.getMetadata().getNamespace()).withName(pod.getMetadata().getName())
          .patch(PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"" + Annotations.ROUTES + "\":\"" + hash + "\"}}}");
    } catch (KubernetesClientException e) {
      if (ApiRefusal.of(e).isEmpty()) {
        throw e;
      }
    }
  }
}
