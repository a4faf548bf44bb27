package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The session that shares a Service is deleted, and one that waits replaces it. */
public record HandingOverToReplace() implements Scenario {
  @Override
  public String name() {
    return "hand-over to replace";
  }

  @Override
  public void setUp(Stage stage) {
    stage.intercept("ada", "cart=3000");
    stage.awaitAt("ada", ConditionReason.Intercepted);
    stage.begin("bob", "cart=3001");
    stage.awaitAt("bob", ConditionReason.Queued);
  }

  @Override
  public void act(Stage stage) {
    stage.delete("ada");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isGone("ada") && stage.isAt("bob", ConditionReason.Swapped);
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
