package dev.devsession.agent.traffic;

import java.util.HashMap;
import java.util.Map;

/** The counters of all proxies at one time. @param byService by name of the Service, then by UID of the proxy's pod */
record CountReading(Map<String, Map<String, RequestCounts>> byService) {
  /** Of all proxies of a Service together. */
  RequestCounts of(String service) {
    return byService.getOrDefault(service, Map.of()).values().stream().reduce(RequestCounts.NONE, RequestCounts::plus);
  }

  /** What was counted since; of a new proxy, all. */
  CountReading since(CountReading earlier) {
    var added = new HashMap<String, Map<String, RequestCounts>>();
    byService.forEach((service, pods) -> {
      var before = earlier.byService.getOrDefault(service, Map.of());
      var since = new HashMap<String, RequestCounts>();
      pods.forEach((pod, counts) -> since.put(pod, counts.since(before.getOrDefault(pod, RequestCounts.NONE))));
      added.put(service, since);
    });
    return new CountReading(added);
  }
}
