package dev.devsession.hosts.names;

import java.util.List;

/** Whether this machine gets to a Service under the Service's own ports. */
sealed interface Reachability {
  /** At this IP address, without the agent. */
  record Direct(String address) implements Reachability {}

  /** At addresses of its own, where the agent has to listen. */
  record ViaListener(List<NameTarget> targets) implements Reachability {}

  /** Not at all; the reason is for the user. */
  record Unreachable(String reason) implements Reachability {}
}
