package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;
import dev.devsession.crash.Victim;
import java.util.concurrent.TimeUnit;

/**
 * The chart is removed: the program that it runs before is the one that crashes, and it is run again, as its Job does.
 *
 * @param live whether the operator still runs, and does the restoring
 */
public record Uninstalling(boolean live) implements Scenario {
  /** Whether an operator runs is seen by its Deployment. */
  private static final String OPERATOR = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: devsession}
      spec:
        replicas: 1
        selector: {matchLabels: {app: devsession}}
        template: {metadata: {labels: {app: devsession}}, spec: {containers: [{name: operator, image: operator}]}}
      """;

  @Override
  public String name() {
    return live ? "uninstall" : "uninstall without an operator";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginWithNodePorts("ada", "orders=3000", "cart=3001");
    stage.awaitAt("ada", ConditionReason.Swapped);
    stage.beginServed(SwapMode.Intercept, "bob", "stock=3002");
    if (live) {
      stage.createNamespace(stage.systemNamespace());
      var deployment = stage.client().resource(OPERATOR).inNamespace(stage.systemNamespace());
      deployment.create();
      deployment.waitUntilReady(30, TimeUnit.SECONDS);
    } else {
      stage.operator().stop();
    }
  }

  @Override
  public void act(Stage stage) {
    stage.uninstall().start();
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.uninstall().exit() == 0 && stage.isGone("ada") && stage.isGone("bob") && stage.hasNoSwaps();
  }

  @Override
  public void cleanUp(Stage stage) {
    stage.uninstall().stop();
    stage.client().apps().deployments().inNamespace(stage.systemNamespace()).delete();
    stage.deleteSessions();
  }

  @Override
  public boolean isUp(Stage stage) {
    return stage.uninstall().exit() == 0;
  }

  @Override
  public Victim victim(Stage stage) {
    return stage.uninstall();
  }

  @Override
  public End expectedEnd() {
    return End.restored;
  }
}
