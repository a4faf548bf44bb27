package dev.devsession.operator;

import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;

/** The operator in the test's process, for an API server that knows nothing of it yet. */
public final class StartedOperator {
  /** Longest that anything may take; the machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private StartedOperator() {}

  /** Installs its kinds and starts it for all namespaces; from now on the test waits with patience. */
  public static DevSessionOperator on(KubernetesClient client) {
    Awaitility.setDefaultTimeout(PATIENCE);
    CustomResources.install(client);
    var operator = new DevSessionOperator(client, new OperatorConfig("default", "devsession", Set.of(),
        WorkloadKind.BUILT_IN, "proxy", "IfNotPresent", "", 0, false), Clock.systemUTC());
    operator.start();
    return operator;
  }
}
