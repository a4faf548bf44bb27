package dev.devsession.operator.orphan;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.cluster.SharedInformer;
import dev.devsession.operator.swap.ClusterWorkloads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for what is left over: once at the start, and wherever something changes that may leave something. */
public final class OrphanController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanController.class);
  /** Long enough for the reconcilers to act first: they are the usual way. */
  private static final long DELAY_SECONDS = 2;
  private final ClusterView cluster;
  private final OrphanSteps steps;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("strays").factory());
  private final Set<String> due = ConcurrentHashMap.newKeySet();
  private final UnreadableMarks unreadable = new UnreadableMarks();

  public OrphanController(KubernetesClient client, ClusterView cluster, Events events) {
    this.cluster = cluster;
    this.steps = new OrphanSteps(client, events);
  }

  /** Begins to look. To be called when this operator leads. */
  public void start() {
    Stream.<SharedInformer<? extends HasMetadata>>of(cluster.sessions, cluster.swaps, cluster.proxyConfigs)
        .forEach(w -> w.onChange(this::schedule));
    cluster.services.onChange(s -> scheduleIf(ClusterView.isLabelled(s, Labels.COMPANION_OF), s));
    cluster.deployments.onChange(d -> scheduleIf(matters(d) || ClusterView.isLabelled(d, Labels.SWAP), d));
    cluster.statefulSets.onChange(s -> scheduleIf(matters(s), s));
    cluster.otherWorkloads.onChange(w -> scheduleIf(matters(w), w));
  }

  /** A mark that was reported as unreadable may have been repaired. */
  private boolean matters(HasMetadata workload) {
    return isAsleep(workload) || unreadable.hasTold(workload.getMetadata().getNamespace());
  }

  private static boolean isAsleep(HasMetadata workload) {
    var annotations = workload.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(Annotations.ORIGINAL)
        || workload.getMetadata().getManagedFields().stream()
            .anyMatch(f -> FieldManagers.SWAP.equals(f.getManager()));
  }

  private void scheduleIf(boolean matters, HasMetadata object) {
    if (matters) {
      schedule(object);
    }
  }

  private void schedule(HasMetadata object) {
    schedule(object.getMetadata().getNamespace());
  }

  private void schedule(String namespace) {
    if (due.add(namespace)) {
      executor.schedule(() -> look(namespace), DELAY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void look(String namespace) {
    due.remove(namespace);
    unreadable.untold(namespace, find(namespace)).forEach(stray -> {
      try {
        steps.take(stray);
      } catch (KubernetesClientException e) { // Most often a conflict: the next pass reads the new state.
        LOG.warn("Could not clean up an orphan ({}); the operator retries: {}", stray.getClass().getSimpleName(),
            e.getMessage());
      }
      // Removing one orphan may unblock another: a proxy is removed last.
      if (!(stray instanceof Orphan.Unreadable)) {
        schedule(namespace);
      }
    });
  }

  private List<Orphan> find(String namespace) {
    var proxies = Stream.<HasMetadata>concat(cluster.proxyConfigs.list(namespace).stream(),
        cluster.deployments.list(namespace).stream().filter(d -> ClusterView.isLabelled(d, Labels.SWAP))).toList();
    var companions = cluster.services.list(namespace).stream()
        .filter(s -> ClusterView.isLabelled(s, Labels.COMPANION_OF))
        .toList();
    return OrphanPlan.find(ClusterWorkloads.of(cluster, namespace).all(), cluster.swaps.list(namespace),
        cluster.sessions.list(namespace), proxies, companions);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
