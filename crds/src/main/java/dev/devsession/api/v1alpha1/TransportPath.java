package dev.devsession.api.v1alpha1;

/** A shorter way for the bytes of a tunnel than port-forward, by TLS from the machine to the session's gateway. */
public enum TransportPath {
  /** To the address of the gateway's pod, where the machine has a route to pods. */
  PodAddress,
  /** To a port of the gateway's node; the operator makes a NodePort Service for the gateway. */
  NodePort
}
