package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the installation, the shared shop and long enough timeouts. Without a cluster it skips the test, or
 * fails it in CI.
 */
final class RealCluster implements ParameterResolver, AfterEachCallback {
  private static final String WHY = "no cluster: neither DEVSESSION_CONTEXT, nor Minikube, nor Docker, nor root for a "
      + "node of our own";

  static {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(DeployedShop.PATIENCE));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Installation.class
        || parameter.getParameter().getType() == DeployedShop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var installation = Installation.find();
    if (installation.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail(WHY + "; CI must run these tests");
    }
    Assumptions.assumeTrue(installation.isPresent(), WHY);
    return parameter.getParameter().getType() == DeployedShop.class
        ? shop(context).deploy(installation.get())
        : installation.get();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    shop(context).giveBack();
  }

  private static SharedShop shop(ExtensionContext context) {
    return context.getRoot().getStore(Namespace.GLOBAL).getOrComputeIfAbsent(SharedShop.class, k -> new SharedShop(),
        SharedShop.class);
  }
}
