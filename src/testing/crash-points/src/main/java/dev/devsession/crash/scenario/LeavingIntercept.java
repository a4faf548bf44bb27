package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** One of two sessions that share a Service is deleted. */
public record LeavingIntercept() implements Scenario {
  @Override
  public String name() {
    return "second session leaves";
  }

  @Override
  public void setUp(Stage stage) {
    stage.intercept("ada", "orders=3000");
    stage.awaitAt("ada", ConditionReason.Intercepted);
    stage.intercept("bob", "orders=3001");
    stage.awaitAt("bob", ConditionReason.Intercepted);
  }

  @Override
  public void act(Stage stage) {
    stage.delete("bob");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isGone("bob") && stage.isAt("ada", ConditionReason.Intercepted);
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
