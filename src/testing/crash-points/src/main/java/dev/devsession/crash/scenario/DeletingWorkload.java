package dev.devsession.crash.scenario;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.crash.Scenario;
import dev.devsession.crash.Stage;

/** The workload of a swapped Service is deleted. */
public record DeletingWorkload() implements Scenario {
  @Override
  public String name() {
    return "deletion of the workload";
  }

  @Override
  public void setUp(Stage stage) {
    stage.beginSwapped("ada", "orders=3000");
  }

  @Override
  public void act(Stage stage) {
    stage.client().apps().deployments().inNamespace(stage.namespace()).withName("orders").delete();
  }

  @Override
  public boolean isEnded(Stage stage) {
    return stage.isAt("ada", ConditionReason.WorkloadNotFound)
        && stage.client().apps().deployments().inNamespace(stage.namespace()).withName("devsession-orders")
            .get() == null;
  }

  @Override
  public End expectedEnd() {
    return End.deleted;
  }
}
