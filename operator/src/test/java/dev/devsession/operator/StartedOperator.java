package dev.devsession.operator;

import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;

/** The operator in the test's process, for an API server without its custom resources. */
public final class StartedOperator {
  /** Longest time that one step may take; the machine may be busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private StartedOperator() {}

  /** Installs the custom resources, starts the operator for all namespaces, and sets the timeout of the test. */
  public static DevSessionOperator start(KubernetesClient client) {
    Awaitility.setDefaultTimeout(PATIENCE);
    CustomResources.install(client);
    var operator = new DevSessionOperator(client, new OperatorConfig("default", "devsession", Set.of(),
        WorkloadKind.BUILT_IN, "proxy", "IfNotPresent", "", 0, false), Clock.systemUTC());
    operator.start();
    return operator;
  }
}
