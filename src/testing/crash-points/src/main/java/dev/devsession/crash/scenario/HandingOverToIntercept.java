package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The session that replaces a Service is deleted, and one that waits shares it. */
public record HandingOverToIntercept() implements Scenario {
  @Override
  public String name() {
    return "hand-over to intercept";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "cart=3000");
    stage.intercept("bob", "cart=3001");
    stage.awaitAt("bob", ConditionReason.Queued);
  }

  @Override
  public void act(Stage stage) {
    stage.delete("ada");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isGone("ada") && stage.isAt("bob", ConditionReason.Intercepted);
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
