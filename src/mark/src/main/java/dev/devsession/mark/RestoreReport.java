package dev.devsession.mark;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Hears what becomes of a restore while it goes on. */
public interface RestoreReport {
  /** A workload was restored, or could not be. */
  void restored(RestoreResult restored);

  /**
   * The API server refused something else; it stops nothing.
   *
   * @param what such as {@code delete configmaps in namespace shop}
   */
  void refused(String what, KubernetesClientException why);
}
