package dev.devsession.hollow;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scheduler and kubelet in one: reports each pod as running and ready, and removes each that is deleted. */
final class HollowKubelet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HollowKubelet.class);
  private static final int THREADS = 8;
  private final KubernetesClient client;
  private final ExecutorService work = Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().daemon().factory());
  /** Uids of the pods that were taken up, and of those that were removed. */
  private final Set<String> started = ConcurrentHashMap.newKeySet();
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private final PodNetwork network;
  private final SharedIndexInformer<Pod> pods;

  /** @param client is closed with the kubelet */
  HollowKubelet(KubernetesClient client) {
    this.client = client;
    network = new PodNetwork(client);
    pods = client.pods().inAnyNamespace().inform(new ResourceEventHandler<>() {
      @Override
      public void onAdd(Pod pod) {
        process(pod);
      }

      @Override
      public void onUpdate(Pod old, Pod pod) {
        process(pod);
      }

      @Override
      public void onDelete(Pod pod, boolean unknown) {
        var uid = pod.getMetadata().getUid();
        started.remove(uid);
        removed.remove(uid);
        network.remove(pod);
      }
    });
  }

  /** Port of the HTTP proxy through which pods are asked, on 127.0.0.1. */
  int podNetworkPort() {
    return network.port();
  }

  private void process(Pod pod) {
    var uid = pod.getMetadata().getUid();
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      if (removed.add(uid)) {
        work.execute(() -> attempt(pod, () -> client.resource(pod).withGracePeriod(0).delete()));
      }
    } else if (started.add(uid)) {
      work.execute(() -> attempt(pod, () -> start(pod)));
    }
  }

  private void start(Pod pod) {
    var namespace = pod.getMetadata().getNamespace();
    var name = pod.getMetadata().getName();
    if (pod.getSpec().getNodeName() == null) {
      client.raw("/api/v1/namespaces/" + namespace + "/pods/" + name + "/binding", "POST",
          Map.of("apiVersion", "v1", "kind", "Binding", "metadata", Map.of("name", name), "target",
              Map.of("apiVersion", "v1", "kind", "Node", "name", HollowCluster.NODE)));
    }
    client.pods().inNamespace(namespace).withName(name).subresource("status").patch(
        PatchContext.of(PatchType.JSON_MERGE),
        Serialization.asJson(Map.of("status", ReadyStatus.of(pod, network.add(pod)))));
  }

  private void attempt(Pod pod, Runnable step) {
    try {
      step.run();
    } catch (KubernetesClientException e) {
      var deletedMeanwhile = e.getCode() == 404 || e.getCode() == 409;
      if (!deletedMeanwhile && !work.isShutdown()) {
        LOG.warn("Pod {}/{}: {}", pod.getMetadata().getNamespace(), pod.getMetadata().getName(), e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    pods.close();
    work.shutdownNow();
    network.close();
    client.close();
  }
}
