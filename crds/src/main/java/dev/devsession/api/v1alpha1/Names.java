package dev.devsession.api.v1alpha1;

/** Names that more than one module has to agree on. */
public final class Names {
  public static final String GROUP = "devsession.dev";
  public static final String VERSION = "v1alpha1";

  /** Annotation on a swapped workload: what it was before, as JSON. */
  public static final String ORIGINAL_ANNOTATION = GROUP + "/original";
  /** Annotation on a paused KEDA ScaledObject: the name of the Swap that it is paused for. */
  public static final String PAUSED_FOR_ANNOTATION = GROUP + "/paused-for";
  /** Label on everything that serves a swap; its value is the Swap's name. */
  public static final String SWAP_LABEL = GROUP + "/swap";
  /** Label on everything that serves one session; its value is the name of the session's gateway. */
  public static final String SESSION_LABEL = GROUP + "/session";
  /** Label on a companion NodePort Service; its value is the name of the Service it stands for. */
  public static final String COMPANION_LABEL = GROUP + "/companion-of";
  /** Finalizer on DevSessions and Swaps: the workloads are restored before the object goes. */
  public static final String FINALIZER = GROUP + "/restore";

  private Names() {}
}
