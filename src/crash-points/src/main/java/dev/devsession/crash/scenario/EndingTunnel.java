package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** A session that has a gateway is deleted. */
public record EndingTunnel() implements Scenario {
  @Override
  public String name() {
    return "restore by deletion, tunnel";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginThroughTunnel("ada", "cart=3000");
    stage.awaitAt("ada", Reason.Swapped);
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
  public End end() {
    return End.restored;
  }
}
