package dev.devsession.api.v1alpha1;

/** Who answers for a swapped Service. */
public enum SwapMode {
  /** The machine alone: the workload is scaled to zero, and the proxy takes the place of its pods. */
  Replace,
  /** The machine answers the requests that match, the original all others. */
  Intercept,
  /** The original answers all requests; the machine gets copies of those that match. */
  Mirror;

  /** Whether the original answers too, so that several sessions can have the Service at the same time. */
  public boolean isShared() {
    return this != Replace;
  }
}
