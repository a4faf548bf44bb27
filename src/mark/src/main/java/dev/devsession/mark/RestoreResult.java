package dev.devsession.mark;

/**
 * What became of one workload that slept.
 *
 * @param workload as it was found
 * @param replicas those that are remembered; 0 if nothing tells
 * @param problem why it could not be restored, or null
 */
public record RestoreResult(Workload workload, int replicas, String problem) {
  /** Where the workload is: {@code shop/Deployment/orders}. */
  public String place() {
    return workload.metadata().getNamespace() + "/" + workload.ref();
  }

  /** Whether nothing tells what it was, so that people have to say. */
  public boolean isForgotten() {
    return replicas == 0;
  }
}
