package dev.devsession.api.v1alpha1;

/** The annotations that DevSession writes. */
public final class Annotations {
  /** On a swapped workload: what it was before, as JSON. */
  public static final String ORIGINAL = ApiNames.GROUP + "/original";
  /** On a paused KEDA ScaledObject: the name of the Swap that it is paused for. */
  public static final String PAUSED_FOR = ApiNames.GROUP + "/paused-for";
  /** On a session that {@code devsession up} made: the {@code user@machine} it was made on. */
  public static final String MADE_BY = ApiNames.GROUP + "/made-by";
  /** On objects of the operator: hash of what the operator wrote, by which it sees that others changed them. */
  public static final String HASH = ApiNames.GROUP + "/hash";
  /** On a proxy's pod: hash of the routes that it uses. */
  public static final String ROUTES = ApiNames.GROUP + "/routes";
  /** On a proxy's pod: when its routes were last changed. */
  public static final String CHANGED = ApiNames.GROUP + "/changed";

  private Annotations() {}
}
