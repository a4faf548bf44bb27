package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The only session that shares a Service is deleted. */
public record EndingIntercept() implements Scenario {
  @Override
  public String name() {
    return "end of intercept";
  }

  @Override
  public void setUp(Stage stage) {
    stage.intercept("ada", "orders=3000");
    stage.awaitAt("ada", ConditionReason.Intercepted);
  }

  @Override
  public void act(Stage stage) {
    stage.delete("ada");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isGone("ada");
  }

  @Override
  public End expectedEnd() {
    return End.restored;
  }
}
