package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;
import java.util.Locale;

/** The session that holds a Service is deleted, and the queued session takes over. */
public record HandingOver(SwapMode from, SwapMode to) implements Scenario {
  @Override
  public String name() {
    return from == to ? "hand-over" : "hand-over to " + to.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginServed(from, "ada", "cart=3000");
    stage.begin(to, "bob", "cart=3001");
    stage.awaitAt("bob", ConditionReason.Queued);
  }

  @Override
  public void act(Stage stage) {
    stage.delete("ada");
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isGone("ada") && stage.isServed(to, "bob");
  }

  @Override
  public End expectedEnd() {
    return End.swapped;
  }
}
