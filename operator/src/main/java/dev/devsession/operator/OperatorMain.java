package dev.devsession.operator;

import dev.devsession.operator.cluster.KubernetesClients;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.selftest.SampleServer;
import dev.devsession.operator.selftest.SelfTest;
import dev.devsession.operator.uninstall.Uninstall;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the operator. As the only argument, {@code uninstall} ends all sessions and restores all workloads instead;
 * {@code test} swaps a sample Service and restores it, and {@code test-sample} is that Service's original. Settings are
 * environment variables, see {@link OperatorConfig}. Exit codes: 0 ended on request, 1 failed, 2 wrong settings.
 */
public final class OperatorMain {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

  private OperatorMain() {}

  public static void main(String[] args) {
    try {
      switch (args.length == 1 ? args[0] : "") {
        case "uninstall" -> Uninstall.run(OperatorConfig.from(System.getenv()));
        case "test" -> SelfTest.run(System.getenv());
        case "test-sample" -> new SampleServer(SampleServer.PORT, SampleServer.ORIGINAL);
        default -> serve(OperatorConfig.from(System.getenv()));
      }
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(2);
      // A class that the image lacks is an error too: never stay up doing nothing.
    } catch (RuntimeException | LinkageError e) {
      LOG.error("The operator stops: {}", e.getMessage(), e);
      System.exit(1);
    }
  }

  private static void serve(OperatorConfig settings) {
    var operator = new DevSessionOperator(KubernetesClients.open(), settings, Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      operator.close();
      Runtime.getRuntime().halt(0); // Ended on request, which the JVM would report as 143.
    }, "shutdown"));
    LOG.info("Serving {}", settings.watchNamespaces().isEmpty() ? "all namespaces" : settings.watchNamespaces());
    operator.start();
  }
}
