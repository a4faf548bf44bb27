package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The session is deleted. @param byTunnel whether it has a gateway */
public record RestoringByDeletion(boolean byTunnel) implements Scenario {
  @Override
  public String name() {
    return byTunnel ? "restore by deletion, tunnel" : "restore by deletion";
  }

  @Override
  public void setUp(Stage stage) {
    if (byTunnel) {
      stage.beginThroughTunnel("ada", "cart=3000");
      stage.awaitAt("ada", ConditionReason.Swapped);
    } else {
      stage.beginSwapped("ada", "cart=3000");
    }
  }

  @Override
  public void act(Stage stage) {
    stage.delete("ada");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isGone("ada") && stage.hasNoSwaps();
  }

  @Override
  public End expectedEnd() {
    return End.restored;
  }
}
