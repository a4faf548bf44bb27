package dev.devsession.api.v1alpha1;

/** Which traffic an intercepted Service sends to the machine. */
public enum Traffic {
  /** The requests that match. */
  Matching,
  /** Every connection, whatever its protocol. The original keeps running and answers when the machine is away. */
  All
}
