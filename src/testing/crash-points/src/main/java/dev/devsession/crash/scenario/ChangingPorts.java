package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The ports of a swapped Service are led elsewhere. */
public record ChangingPorts() implements Scenario {
  @Override
  public String name() {
    return "change of ports";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "orders=3000");
  }

  @Override
  public void act(Stage stage) {
    stage.change("ada",
        "{\"spec\": {\"services\": [{\"name\": \"orders\", \"ports\": [{\"name\": \"http\", \"hostPort\": 3009}]}]}}");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("ada", ConditionReason.Swapped);
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
