package dev.devsession.api.v1alpha1;

/** The ways from the cluster to the machine. */
public enum TransportType {
  /** The machine connects to the API server, and all connections travel on that. */
  Tunnel,
  /** Pods connect to the machine's own address. */
  Direct
}
