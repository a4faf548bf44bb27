package dev.devsession.operator;

import dev.devsession.operator.cluster.CacheTransform;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.management.ManagementServer;
import dev.devsession.operator.management.Metrics;
import dev.devsession.operator.orphan.OrphanController;
import dev.devsession.operator.session.DevSessionReconciler;
import dev.devsession.operator.status.ProgressPace;
import dev.devsession.operator.swap.DriftPauses;
import dev.devsession.operator.swap.EndpointOwners;
import dev.devsession.operator.swap.SwapReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator put together: the watched cluster, both reconcilers, the management endpoints. */
public final class DevSessionOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevSessionOperator.class);
  private static final int THREADS = 8;
  private final KubernetesClient client;
  private final OperatorConfig settings;
  private final ClusterView cluster;
  private final Operator operator;
  private final ManagementServer management;
  private final Preconditions preconditions;
  private final OrphanController orphans;
  private volatile boolean synced;
  private volatile boolean closing;
  private volatile boolean leads;

  public DevSessionOperator(KubernetesClient client, OperatorConfig settings, Clock clock) {
    this(client, settings, clock, DriftPauses.DEFAULT);
  }

  /** With pauses that a test can await. */
  public DevSessionOperator(KubernetesClient client, OperatorConfig settings, Clock clock, DriftPauses pauses) {
    this.client = client;
    this.settings = settings;
    cluster = new ClusterView(client, settings.watchNamespaces(), settings.workloadKinds());
    var events = new Events(client, clock);
    preconditions = new Preconditions(client, settings, events);
    orphans = new OrphanController(client, cluster, events);
    var metrics = new Metrics(cluster.swaps);
    management = new ManagementServer(settings.httpPort(), () -> !synced || cluster.isHealthy(),
        () -> synced && cluster.isHealthy(),
        metrics::scrape);
    operator = new Operator(o -> {
      o.withKubernetesClient(client).withMetrics(metrics.forFramework()).withConcurrentReconciliationThreads(THREADS)
          .withCloseClientOnStop(false);
      if (settings.leaderElection()) {
        o.withLeaderElectionConfiguration(LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Lease.NAME)
            .withLeaseNamespace(settings.namespace()).withExitOnStopLeading(false).withLeaderCallbacks(
                new LeaderCallbacks(() -> leads = true, this::stopLeading, leader -> {}))
            .build());
      }
    });
    var pace = new ProgressPace(Clock.systemUTC()); // tests have clocks of their own, which stand still
    var owners = new EndpointOwners(client);
    operator.register(new SwapReconciler(client, cluster, owners, settings, clock, pauses, pace), this::configure);
    operator.register(new DevSessionReconciler(client, cluster, owners, settings, clock, pace), this::configure);
  }

  private <P extends HasMetadata> void configure(ControllerConfigurationOverrider<P> controller) {
    var namespaces = settings.watchNamespaces();
    controller.settingNamespaces(namespaces.isEmpty() ? Set.of(Constants.WATCH_ALL_NAMESPACES) : namespaces)
        .withInformerListLimit(ClusterView.PAGE).withReconciliationMaxInterval(ClusterView.LOOK_AGAIN);
    if (namespaces.size() < 2) { // The framework would give the informers of all namespaces one and the same store.
      controller.withItemStore(CacheTransform.store());
    }
  }

  /** Returns when everything is listed and, with leader election, when this operator leads. */
  public void start() {
    preconditions.await();
    cluster.start();
    synced = true;
    operator.start();
    orphans.start();
  }

  /**
   * Exits immediately, because without the lease another operator may already lead. The framework's own
   * exit deadlocks in a shutdown hook.
   */
  private void stopLeading() {
    if (!closing) {
      LOG.error("The operator lost its lease and stops; Kubernetes restarts its container.");
      Runtime.getRuntime().halt(1);
    }
  }

  /** Port of the management endpoints. */
  public int port() {
    return management.port();
  }

  @Override
  public void close() {
    closing = true;
    management.close();
    orphans.close();
    operator.stop();
    if (leads) {
      Lease.release(client, settings.namespace());
    }
    cluster.close();
  }
}
