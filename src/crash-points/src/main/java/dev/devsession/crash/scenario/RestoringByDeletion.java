package dev.devsession.crash.scenario;

import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The session is deleted. */
public record RestoringByDeletion() implements Scenario {
  @Override
  public String name() {
    return "restore by deletion";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "cart=3000");
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
