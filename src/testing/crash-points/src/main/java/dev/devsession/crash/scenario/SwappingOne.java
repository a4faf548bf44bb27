package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/**
 * One Service is swapped, as each session of the scale benchmark does: {@code WritesPerSessionIT} counts its writes.
 *
 * @param byTunnel through a gateway
 */
public record SwappingOne(boolean byTunnel) implements Scenario {
  @Override
  public String name() {
    return byTunnel ? "swap of one Service by tunnel" : "swap of one Service";
  }

  @Override
  public void setUp(Stage stage) {
    // It begins with nothing.
  }

  @Override
  public void act(Stage stage) {
    if (byTunnel) {
      stage.beginThroughTunnel("ada", "cart=3000");
    } else {
      stage.begin("ada", "cart=3000");
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
