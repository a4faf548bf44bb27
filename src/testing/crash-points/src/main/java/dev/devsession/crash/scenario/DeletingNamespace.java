package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The namespace is deleted while one of its Services is swapped with this mode. */
public record DeletingNamespace(SwapMode mode) implements Scenario {
  @Override
  public String name() {
    return mode == SwapMode.Replace ? "deletion of the namespace" : "deletion of the namespace, intercept";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginServed(mode, "ada", "stock=3000");
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
