package dev.devsession.agent.names;

import java.util.List;

/** The names to write, sorted by namespace and Service, and what gets none. */
public record NamePlan(List<NamedService> named, List<SkippedService> skipped, List<RefusedName> refused) {

  /** The lines for the hosts file. */
  public List<String> lines() {
    return named.stream().map(NamedService::line).toList();
  }
}
