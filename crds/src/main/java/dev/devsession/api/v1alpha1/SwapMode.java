package dev.devsession.api.v1alpha1;

/** What happens to the original pods while a Service is swapped. */
public enum SwapMode {
  /** The workload is scaled to zero; the proxy takes the place of its pods. */
  Replace
}
