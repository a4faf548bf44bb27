package dev.devsession.api.v1alpha1;

/** Who answers matching requests while the machine can't. */
public enum WhenAway {
  /** The original. */
  Original,
  /** The proxy refuses them: HTTP requests get status 503, gRPC calls UNAVAILABLE. */
  Refuse
}
