package dev.devsession.restore;

/**
 * The result of restoring one workload.
 *
 * @param workload as it was found
 * @param replicas from the mark; 0 if nothing records them
 * @param problem why it could not be restored, or null
 */
public record RestoreResult(Workload workload, int replicas, String problem) {
  /** Where the workload is: {@code shop/Deployment/orders}. */
  public String place() {
    return workload.metadata().getNamespace() + "/" + workload.ref();
  }

  /** Whether nothing records what it was, so that a user has to set the replicas. */
  public boolean isForgotten() {
    return replicas == 0;
  }
}
