package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The session reaches its ttlSeconds. */
public record Expiring() implements Scenario {
  @Override
  public String name() {
    return "expiry";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "orders=3000");
  }

  @Override
  public void act(Stage stage) {
    stage.change("ada", "{\"spec\": {\"ttlSeconds\": " + (stage.age("ada") + 1) + "}}");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("ada", ConditionReason.Expired) && stage.hasNoSwaps();
  }

  @Override
  public End expectedEnd() {
    return End.restored;
  }
}
