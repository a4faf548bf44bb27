package dev.devsession.hosts.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** The plan when the agent can't listen there: names that would lead to somebody else are left out. */
  public NamePlan without(List<Shut> shut) {
    if (shut.isEmpty()) {
      return this;
    }
    Set<String> misleading = shut.stream().filter(Shut::misleads).map(one -> one.entrance().service())
        .collect(Collectors.toSet());
    List<SkippedService> withReasons = new ArrayList<>(skipped);
    for (Shut one : shut) {
      withReasons.add(new SkippedService(one.entrance().service() + ":" + one.entrance().port(), one.reason()));
    }
    return new NamePlan(named.stream().filter(one -> !misleading.contains(one.service())).toList(), withReasons,
        refused, entrances);
  }
}
