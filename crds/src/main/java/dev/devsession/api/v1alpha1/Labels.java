package dev.devsession.api.v1alpha1;

/** The labels by which DevSession finds its objects. */
public final class Labels {
  /** On everything that serves a swap; its value is the Swap's name. */
  public static final String SWAP = ApiNames.GROUP + "/swap";
  /** On everything that serves one session; its value is the name of the session's gateway. */
  public static final String SESSION = ApiNames.GROUP + "/session";
  /** On a NodePort Service that the operator made; its value is the name of the Service whose ports it opens. */
  public static final String NODE_PORT_SERVICE_OF = ApiNames.GROUP + "/companion-of";

  /** Kubernetes' label for the tool that manages an object; {@link #MANAGER} on all that DevSession makes. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String MANAGER = "devsession";

  private Labels() {}
}
