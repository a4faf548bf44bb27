package dev.devsession.restore;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Receives the progress of a restore. */
public interface RestoreReport {
  /** A workload was restored, or could not be. */
  void restored(RestoreResult restored);

  /**
   * A shared Service got its selector back, or could not get it.
   *
   * @param problem null: it has it
   */
  void switchedBack(SwitchedService service, String problem);

  /**
   * The API server refused another request; the restore continues.
   *
   * @param what such as {@code delete configmaps in namespace shop}
   */
  void refused(String what, KubernetesClientException why);
}
