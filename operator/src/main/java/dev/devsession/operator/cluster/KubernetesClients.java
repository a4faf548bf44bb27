package dev.devsession.operator.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** How the operator connects: from inside its pod, or with a kubeconfig. */
public final class KubernetesClients {
  private KubernetesClients() {}

  /** A client that knows only the kinds that the operator meets; to load all of Kubernetes' would take much memory. */
  public static KubernetesClient open() {
    return new KubernetesClientBuilder().withKubernetesSerialization(serialization()).build();
  }

  /** Skips fields that a later release has added: after a rollback they are still there. */
  static KubernetesSerialization serialization() {
    var serialization = new KubernetesSerialization(new ObjectMapper().registerModule(new SharedStrings())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES), false);
    List.of(DevSession.class, Swap.class, Service.class, Deployment.class, StatefulSet.class, EndpointSlice.class,
        Pod.class, ConfigMap.class,
        Event.class, Lease.class).forEach(serialization::registerKubernetesResource);
    return serialization;
  }

  /**
   * The same connection for what the operator writes. It waits as long as the API server may wait for a webhook, and
   * repeats once: an answer 500 may be a webhook's failure, which the operator reports instead of repeating the write
   * for 20 s.
   */
  public static KubernetesClient forWrites(KubernetesClient client) {
    return client.newClient(new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
        .withRequestTimeout(35_000).withRequestRetryBackoffLimit(1).build()).adapt(KubernetesClient.class);
  }
}
