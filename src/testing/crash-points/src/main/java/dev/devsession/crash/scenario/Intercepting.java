package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** A session shares two Services with their originals. */
public record Intercepting() implements Scenario {
  @Override
  public String name() {
    return "intercept";
  }

  @Override
  public void setUp(Stage stage) {
    // It begins with nothing.
  }

  @Override
  public void act(Stage stage) {
    stage.intercept("ada", "orders=3000", "stock=3001");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("ada", ConditionReason.Intercepted);
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
