package dev.devsession.agent.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans the names of Services.
 *
 * @param ownNamespace
 *          its Services also get their bare name
 * @param reach
 *          how the machine gets to them
 */
public record NamePlanner(String ownNamespace, Reach reach) {

  private static final Comparator<ServiceInfo> ORDER = Comparator.comparing(ServiceInfo::namespace)
      .thenComparing(ServiceInfo::name);

  /** The plan for these Services; names taken by the machine itself are left out and listed as refused. */
  public NamePlan plan(Collection<ServiceInfo> services, TakenNames taken) {
    Map<String, Set<Integer>> offered = offeredNodePorts(services);
    List<NamedService> named = new ArrayList<>(services.size());
    List<SkippedService> skipped = new ArrayList<>();
    List<RefusedName> refused = new ArrayList<>();
    for (ServiceInfo service : services.stream().filter(s -> s.companionOf().isEmpty()).sorted(ORDER).toList()) {
      String title = title(service.name(), service.namespace());
      if (!isDnsLabel(service.name()) || !isDnsLabel(service.namespace())) {
        skipped.add(new SkippedService(title, "its name is no DNS label"));
        continue;
      }
      switch (reach.to(service, offered.getOrDefault(title, Set.of()))) {
        case Reach.At(String address) -> {
          List<String> free = taken.keepFree(namesOf(service, title), refused);
          if (!free.isEmpty()) {
            named.add(new NamedService(title, address, free, service.firstPort()));
          }
        }
        case Reach.Not(String reason) -> skipped.add(new SkippedService(title, reason));
      }
    }
    return new NamePlan(named, skipped, refused);
  }

  private List<String> namesOf(ServiceInfo service, String qualified) {
    List<String> names = new ArrayList<>(4);
    if (service.namespace().equals(ownNamespace)) {
      names.add(service.name());
    }
    names.add(qualified);
    names.add(qualified + ".svc");
    names.add(qualified + ".svc.cluster.local");
    return names;
  }

  /** By Service: its ports that it or its companions also offer as the node port of that very number. */
  private static Map<String, Set<Integer>> offeredNodePorts(Collection<ServiceInfo> services) {
    Map<String, Set<Integer>> offered = new HashMap<>();
    for (ServiceInfo service : services) {
      for (ServiceInfo.TcpPort port : service.tcpPorts()) {
        if (port.nodePort() == port.port()) {
          String owner = title(service.companionOf().orElse(service.name()), service.namespace());
          offered.computeIfAbsent(owner, title -> new HashSet<>()).add(port.port());
        }
      }
    }
    return offered;
  }

  private static String title(String name, String namespace) {
    return name + "." + namespace;
  }

  /** The API server sees to this; but a line break from a bad one must not reach the hosts file. */
  private static boolean isDnsLabel(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 63;
  }
}
