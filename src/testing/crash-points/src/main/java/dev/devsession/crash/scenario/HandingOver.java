package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The session that holds a Service is deleted, and the queued session takes over. */
public record HandingOver() implements Scenario {
  @Override
  public String name() {
    return "hand-over";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "cart=3000");
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
