package dev.devsession.operator;

import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.management.ManagementServer;
import dev.devsession.operator.management.Metrics;
import dev.devsession.operator.session.DevSessionReconciler;
import dev.devsession.operator.swap.SwapReconciler;
import dev.devsession.operator.uninstall.Uninstall;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the operator; {@code uninstall} as the only argument ends all sessions and restores all workloads instead.
 * Settings are environment variables, see {@link OperatorConfig}. Exit codes: 0 ended on request, 1 failed, 2 wrong
 * settings.
 */
public final class OperatorMain {
  private static final Logger log = LoggerFactory.getLogger(OperatorMain.class);
  private static final int THREADS = 8;

  private OperatorMain() {}

  public static void main(String[] args) {
    OperatorConfig settings;
    try {
      settings = OperatorConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(2);
      return;
    }
    try {
      if (args.length == 1 && args[0].equals("uninstall")) {
        Uninstall.run(settings);
        System.exit(0);
      }
      serve(settings);
    } catch (RuntimeException e) {
      log.error("The operator ends: {}", e.getMessage(), e);
      System.exit(1);
    }
  }

  private static void serve(OperatorConfig settings) {
    var client = new KubernetesClientBuilder().build();
    var cluster = new ClusterView(client, settings.watchNamespaces());
    var metrics = new Metrics(cluster.swaps);
    var ready = new AtomicBoolean();
    var operator = new Operator(o -> {
      o.withKubernetesClient(client).withMetrics(metrics.forFramework()).withConcurrentReconciliationThreads(THREADS)
          .withCloseClientOnStop(false);
      if (settings.leaderElection()) {
        o.withLeaderElectionConfiguration(
            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("devsession-operator")
                .withLeaseNamespace(settings.namespace()).build());
      }
    });
    var server = new ManagementServer(settings.httpPort(), () -> !ready.get() || cluster.isHealthy(),
        () -> ready.get() && cluster.isHealthy(), metrics::scrape);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.close();
      operator.stop();
    }, "shutdown"));
    cluster.start();
    ready.set(true);
    operator.register(new SwapReconciler(client, cluster, settings, Clock.systemUTC()),
        c -> c.settingNamespaces(settings.watchNamespaces().isEmpty()
            ? java.util.Set.of("JOSDK_ALL_NAMESPACES")
            : settings.watchNamespaces()));
    operator.register(new DevSessionReconciler(client, cluster, Clock.systemUTC()),
        c -> c.settingNamespaces(settings.watchNamespaces().isEmpty()
            ? java.util.Set.of("JOSDK_ALL_NAMESPACES")
            : settings.watchNamespaces()));
    log.info("Serving {}", settings.watchNamespaces().isEmpty() ? "all namespaces" : settings.watchNamespaces());
    operator.start();
  }
}
