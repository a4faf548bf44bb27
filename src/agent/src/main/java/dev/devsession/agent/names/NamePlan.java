package dev.devsession.agent.names;

import java.util.List;

/**
 * The names to write, sorted by namespace and Service, and what gets none.
 *
 * @param entrances
 *          where the agent has to listen for them
 */
public record NamePlan(List<NamedService> named, List<SkippedService> skipped, List<RefusedName> refused,
    List<Entrance> entrances) {

  /** The lines for the hosts file. */
  public List<String> lines() {
    return named.stream().map(NamedService::line).toList();
  }
}
