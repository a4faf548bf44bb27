package dev.devsession.e2e;

import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records the users' pods of a namespace by a watch, so that it sees a short-lived pod too. */
final class PodsSeen implements AutoCloseable, ResourceEventHandler<Pod> {
  private final Set<String> created = ConcurrentHashMap.newKeySet();
  private final SharedIndexInformer<Pod> informer;
  private volatile int restarts;

  PodsSeen(Installation installation, String namespace) {
    informer = installation.client.pods().inNamespace(namespace).withoutLabel(Labels.SWAP).inform(this);
  }

  /** The pods created since {@link #forget}. */
  Set<String> created() {
    return Set.copyOf(created);
  }

  void forget() {
    created.clear();
  }

  /** The most restarts of one container. */
  int restarts() {
    return restarts;
  }

  @Override
  public void onAdd(Pod pod) {
    created.add(pod.getMetadata().getName());
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    restarts = Math.max(restarts,
        pod.getStatus().getContainerStatuses().stream().mapToInt(ContainerStatus::getRestartCount).max().orElse(0));
  }

  @Override
  public void onDelete(Pod pod, boolean unknown) {
    // Recorded when it was created.
  }

  @Override
  public void close() {
    informer.close();
  }
}
