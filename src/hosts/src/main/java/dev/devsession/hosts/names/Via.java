package dev.devsession.hosts.names;

/** How the machine reaches a Service whose name it knows; spelled as in a DevSession's {@code names.via}. */
public enum Via {
  /** At a loopback address of its own, from where the agent carries connections to the session's gateway. */
  Tunnel,
  /** At a node's address, where node ports equal the Service's ports. */
  NodePort,
  /** At the Service's cluster IP, for a machine with a route to it. */
  ClusterIP
}
