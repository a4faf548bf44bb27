package dev.devsession.crash.scenario;

import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The namespace is deleted while one of its Services is swapped. */
public record DeletingNamespace() implements Scenario {
  @Override
  public String name() {
    return "deletion of the namespace";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "stock=3000");
  }

  @Override
  public void act(Stage stage) {
    stage.client().namespaces().withName(stage.namespace()).delete();
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.client().namespaces().withName(stage.namespace()).get() == null;
  }

  @Override
  public void cleanUp(Stage stage) {
    // Nothing is left.
  }

  @Override
  public End expectedEnd() {
    return End.deleted;
  }
}
