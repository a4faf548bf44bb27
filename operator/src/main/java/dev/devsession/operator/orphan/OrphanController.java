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

/** Finds orphans and cleans them up: once at the start, and in each namespace where a change may have left one. */
public final class OrphanController implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanController.class);
  /** Long enough for the reconcilers to act first: they are the usual way. */
  private static final long DELAY_SECONDS = 2;
  private final ClusterView cluster;
  private final OrphanSteps steps;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("orphans").factory());
  private final Set<String> due = ConcurrentHashMap.newKeySet();
  private final UnreadableMarks unreadable = new UnreadableMarks();

  public OrphanController(KubernetesClient client, ClusterView cluster, Events events) {
    this.cluster = cluster;
    this.steps = new OrphanSteps(client, events);
  }

  /** Begins to watch for orphans. To be called when this operator leads. */
  public void start() {
    Stream.<SharedInformer<? extends HasMetadata>>of(cluster.sessions, cluster.swaps, cluster.proxyConfigs)
        .forEach(w -> w.onChange(this::schedule));
    cluster.services.onChange(s -> scheduleIf(ClusterView.isLabelled(s, Labels.NODE_PORT_SERVICE_OF)
        || ClusterView.isLabelled(s, Labels.SWAP) || isMarkedOrOwned(s), s));
    cluster.deployments.onChange(d -> scheduleIf(matters(d) || ClusterView.isLabelled(d, Labels.SWAP), d));
    cluster.statefulSets.onChange(s -> scheduleIf(matters(s), s));
    cluster.otherWorkloads.onChange(w -> scheduleIf(matters(w), w));
  }

  /** A mark that was reported as unreadable may have been repaired. */
  private boolean matters(HasMetadata workload) {
    return isMarkedOrOwned(workload) || unreadable.hasReported(workload.getMetadata().getNamespace());
  }

  private static boolean isMarkedOrOwned(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(Annotations.ORIGINAL)
        || object.getMetadata().getManagedFields().stream()
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
      executor.schedule(() -> cleanUp(namespace), DELAY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void cleanUp(String namespace) {
    due.remove(namespace);
    unreadable.withoutReported(namespace, find(namespace)).forEach(orphan -> {
      try {
        steps.execute(orphan);
      } catch (KubernetesClientException e) { // Most often a conflict: the next pass reads the new state.
        LOG.warn("Could not clean up an orphan ({}); the operator retries: {}", orphan.getClass().getSimpleName(),
            e.getMessage());
      }
      // Removing one orphan may unblock another: a proxy is removed last.
      if (!(orphan instanceof Orphan.Unreadable)) {
        schedule(namespace);
      }
    });
  }

  private List<Orphan> find(String namespace) {
    var services = cluster.services.list(namespace);
    var proxies = Stream.<Stream<? extends HasMetadata>>of(cluster.proxyConfigs.list(namespace).stream(),
        cluster.deployments.list(namespace).stream(), services.stream()).flatMap(s -> s)
        .filter(o -> ClusterView.isLabelled(o, Labels.SWAP)).toList();
    var nodePortServices = services.stream()
        .filter(s -> ClusterView.isLabelled(s, Labels.NODE_PORT_SERVICE_OF))
        .toList();
    return OrphanPlan.find(ClusterWorkloads.of(cluster, namespace).all(),
        services.stream().filter(s -> !ClusterView.isLabelled(s, Labels.SWAP)).toList(), cluster.swaps.list(namespace),
        cluster.sessions.list(namespace), proxies, nodePortServices);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
