package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** Two Services are swapped through a gateway. */
public record Tunnelling() implements Scenario {
  @Override
  public String name() {
    return "swap by tunnel";
  }

  @Override
  public void setUp(Stage stage) {
    // It begins with nothing.
  }

  @Override
  public void act(Stage stage) {
    stage.beginThroughTunnel("ada", "orders=3000", "stock=3001");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("ada", Reason.Swapped);
  }

  @Override
  public End end() {
    return End.swapped;
  }
}
