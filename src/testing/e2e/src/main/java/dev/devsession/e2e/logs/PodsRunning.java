package dev.devsession.e2e.logs;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** When the API first showed that a pod's container runs, to this process. */
public final class PodsRunning implements AutoCloseable {
  private final Map<String, Long> since = new ConcurrentHashMap<>();
  private final Watch watch;

  private PodsRunning(KubernetesClient client, String namespace) {
    watch = client.pods().inNamespace(namespace).watch(new Watcher<>() {
      @Override
      public void eventReceived(Action action, Pod pod) {
        if (pod.getStatus().getContainerStatuses().stream().anyMatch(c -> c.getState().getRunning() != null)) {
          since.putIfAbsent(pod.getMetadata().getName(), System.currentTimeMillis());
        }
      }

      @Override
      public void onClose(WatcherException cause) {
        // What was seen stays.
      }
    });
  }

  /** Begins to look. */
  public static PodsRunning watch(KubernetesClient client, LineWriters writers) {
    return new PodsRunning(client, writers.namespace());
  }

  /** In milliseconds since 1970; empty: not yet. */
  public OptionalLong since(String pod) {
    return since.containsKey(pod) ? OptionalLong.of(since.get(pod)) : OptionalLong.empty();
  }

  @Override
  public void close() {
    watch.close();
  }
}
