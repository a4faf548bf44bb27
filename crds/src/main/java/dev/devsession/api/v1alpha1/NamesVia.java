package dev.devsession.api.v1alpha1;

/** What a Service's name leads to on the machine. */
public enum NamesVia {
  /** A loopback address of the machine for each Service, from which the agent forwards through the tunnel. */
  Tunnel,
  /** A node's address; the operator makes NodePort Services with nodePort = port. */
  NodePort,
  /** The Service's ClusterIP; the machine has a route to it. */
  ClusterIP
}
