package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The session is suspended: its workloads are restored, and the session stays. */
public record RestoringBySuspend() implements Scenario {
  @Override
  public String name() {
    return "restore by suspend";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "stock=3000");
  }

  @Override
  public void act(Stage stage) {
    stage.change("ada", "{\"spec\": {\"suspend\": true}}");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("ada", ConditionReason.Suspended) && stage.hasNoSwaps();
  }

  @Override
  public End expectedEnd() {
    return End.restored;
  }
}
