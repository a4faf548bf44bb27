package dev.devsession.hosts.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names to write, sorted by namespace and Service, and what gets none.
 *
 * @param endpoints where the agent has to listen for them
 */
public record NamePlan(List<NamedService> named, List<SkippedService> skipped, List<RefusedName> refused,
    List<LocalEndpoint> endpoints) {

  /** The lines for the hosts file. */
  public List<String> lines() {
    return named.stream().map(NamedService::line).toList();
  }

  /** Which name has which address, as {@link LoopbackAddresses#adopt} expects it. */
  public Map<String, String> titles() {
    return named.stream().collect(Collectors.toMap(NamedService::address, NamedService::service, (a, b) -> a));
  }

  /** The plan when the agent can't listen there: names that would lead to another program are left out. */
  public NamePlan without(List<UnavailableEndpoint> unavailable) {
    if (unavailable.isEmpty()) {
      return this;
    }
    Set<String> misleading = unavailable.stream().filter(UnavailableEndpoint::misleads)
        .map(one -> one.endpoint().service())
        .collect(Collectors.toSet());
    List<SkippedService> withReasons = new ArrayList<>(skipped);
    for (UnavailableEndpoint one : unavailable) {
      withReasons.add(new SkippedService(one.endpoint().service() + ":" + one.endpoint().port(), one.reason()));
    }
    return new NamePlan(named.stream().filter(one -> !misleading.contains(one.service())).toList(), withReasons,
        refused, endpoints);
  }
}
