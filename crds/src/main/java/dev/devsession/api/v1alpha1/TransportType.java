package dev.devsession.api.v1alpha1;

/** The ways from the cluster to the machine. */
public enum TransportType {
  /** Pods connect to the machine's own address. */
  Direct
}
