package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/**
 * Two Services are swapped.
 *
 * @param byTunnel through a gateway; else directly, with NodePorts for all of the namespace
 */
public record Swapping(boolean byTunnel) implements Scenario {
  @Override
  public String name() {
    return byTunnel ? "swap by tunnel" : "swap";
  }

  @Override
  public void setUp(Stage stage) {
    // It begins with nothing.
  }

  @Override
  public void act(Stage stage) {
    if (byTunnel) {
      stage.beginThroughTunnel("ada", "orders=3000", "stock=3001");
    } else {
      stage.beginWithNodePorts("ada", "orders=3000", "stock=3001");
    }
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
