package dev.devsession.tunnel;

/** What a connection of the tunnel is for. */
public enum ConnectionRole {
  /** From the cluster to the machine: the gateway opens the streams. */
  REVERSE,
  /** From the machine to the cluster: the agent opens the streams. */
  FORWARD
}
