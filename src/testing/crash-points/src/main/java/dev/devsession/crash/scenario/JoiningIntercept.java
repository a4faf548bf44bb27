package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** A second session shares a Service. */
public record JoiningIntercept() implements Scenario {
  @Override
  public String name() {
    return "second session joins";
  }

  @Override
  public void setUp(Stage stage) {
    stage.intercept("ada", "orders=3000");
    stage.awaitAt("ada", ConditionReason.Intercepted);
  }

  @Override
  public void act(Stage stage) {
    stage.intercept("bob", "orders=3001");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("bob", ConditionReason.Intercepted) && stage.isAt("ada", ConditionReason.Intercepted);
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
