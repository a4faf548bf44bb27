package dev.devsession.agent.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** The plan for these Services; names taken by the machine itself are left out and listed as refused. */
  public NamePlan plan(Collection<ServiceInfo> services, TakenNames taken) {
    Map<String, Set<Integer>> offered = offeredNodePorts(services);
    List<NamedService> named = new ArrayList<>();
    List<SkippedService> skipped = new ArrayList<>();
    List<RefusedName> refused = new ArrayList<>();
    for (ServiceInfo service : services.stream().filter(s -> s.companionOf().isEmpty()).sorted(ORDER).toList()) {
      String title = service.name() + "." + service.namespace();
      if (!DNS_LABEL.matcher(service.name()).matches() || !DNS_LABEL.matcher(service.namespace()).matches()) {
        skipped.add(new SkippedService(title, "its name is no DNS label"));
        continue;
      }
      switch (reach.to(service, offered.getOrDefault(key(service.namespace(), service.name()), Set.of()))) {
        case Reach.At(String address) -> {
          List<String> free = taken.keepFree(namesOf(service), refused);
          if (!free.isEmpty()) {
            Optional<Integer> port = service.tcpPorts().stream().map(ServiceInfo.TcpPort::port).findFirst();
            named.add(new NamedService(title, address, free, port));
          }
        }
        case Reach.Not(String reason) -> skipped.add(new SkippedService(title, reason));
      }
    }
    return new NamePlan(named, skipped, refused);
  }

  private List<String> namesOf(ServiceInfo service) {
    String qualified = service.name() + "." + service.namespace();
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
      String owner = key(service.namespace(), service.companionOf().orElse(service.name()));
      for (ServiceInfo.TcpPort port : service.tcpPorts()) {
        if (port.nodePort() == port.port()) {
          offered.computeIfAbsent(owner, k -> new HashSet<>()).add(port.nodePort());
        }
      }
    }
    return offered;
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
