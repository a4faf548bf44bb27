package dev.devsession.api.v1alpha1;

/** How the API itself is named. Like all constants here it costs its users no class: the compiler copies the values. */
public final class ApiNames {
  public static final String GROUP = "devsession.dev";
  public static final String VERSION = "v1alpha1";
  /** The {@code apiVersion} of a resource. */
  public static final String API_VERSION = GROUP + "/" + VERSION;

  /** Finalizer on DevSessions and Swaps: the workloads are restored before Kubernetes removes the object. */
  public static final String FINALIZER = GROUP + "/restore";

  private ApiNames() {}
}
