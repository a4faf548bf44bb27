package dev.devsession.mark;

/**
 * What became of one marked workload.
 *
 * @param workload as it was found
 * @param replicas those that the mark remembers
 * @param problem why it could not be restored, or null
 */
public record Restored(Workload workload, int replicas, String problem) {
  /** Where the workload is: {@code shop/Deployment/orders}. */
  public String place() {
    return workload.metadata().getNamespace() + "/" + workload.ref();
  }
}
