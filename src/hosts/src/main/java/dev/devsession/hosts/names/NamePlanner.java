package dev.devsession.hosts.names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans the names of Services.
 *
 * @param ownNamespace its Services also get their bare name
 * @param dotLocal whether names that end in {@code .local} are of use on this machine
 */
public record NamePlanner(String ownNamespace, ReachabilityPolicy policy, boolean dotLocal) {

  private static final Comparator<ServiceInfo> ORDER = Comparator.comparing(ServiceInfo::namespace)
      .thenComparing(ServiceInfo::name);

  /** The plan for these Services; names taken by the machine itself are left out and listed as refused. */
  public NamePlan plan(Collection<ServiceInfo> services, TakenNames taken) {
    Map<String, Set<Integer>> offered = offeredNodePorts(services);
    NamePlan plan = new NamePlan(new ArrayList<>(services.size()), new ArrayList<>(), new ArrayList<>(),
        new ArrayList<>());
    for (ServiceInfo service : services.stream().filter(NamePlanner::isOfTheUser).sorted(ORDER).toList()) {
      String title = service.title();
      if (!DnsLabel.isValid(service.name()) || !DnsLabel.isValid(service.namespace())) {
        plan.skipped().add(new SkippedService(title, "its name isn't a DNS label"));
        continue;
      }
      switch (policy.to(service, offered.getOrDefault(title, Set.of()))) {
        case Reachability.Direct(var address) ->
          name(service, new NameTarget(title, service.name(), address, address, new TreeSet<>()), taken, plan);
        case Reachability.ViaListener(var targets) -> {
          targets.forEach(target -> name(service, target, taken, plan));
          service.otherPorts().forEach(port -> plan.skipped().add(
              new SkippedService(title + ":" + port, TunnelPolicy.ONLY_TCP)));
        }
        case Reachability.Unreachable(var reason) -> plan.skipped().add(new SkippedService(title, reason));
      }
    }
    return plan;
  }

  private void name(ServiceInfo service, NameTarget target, TakenNames taken, NamePlan plan) {
    List<String> free = taken.keepFree(namesOf(service, target), plan.refused());
    if (!free.isEmpty()) {
      plan.named().add(new NamedService(target.title(), target.address(), free, service.firstPort()));
      target.ports().forEach(
          port -> plan.endpoints().add(new LocalEndpoint(target.title(), target.address(), port, target.host())));
    }
  }

  private List<String> namesOf(ServiceInfo service, NameTarget target) {
    List<String> names = new ArrayList<>(4);
    if (service.namespace().equals(ownNamespace)) {
      names.add(target.bare());
    }
    names.add(target.title());
    names.add(target.title() + ".svc");
    if (dotLocal) {
      names.add(target.title() + ".svc.cluster.local");
    }
    return names;
  }

  private static boolean isOfTheUser(ServiceInfo service) {
    return service.companionOf().isEmpty() && !service.ofDevSession();
  }

  /** By Service: the ports that it, or its NodePort Service, also offers as a node port of the same number. */
  private static Map<String, Set<Integer>> offeredNodePorts(Collection<ServiceInfo> services) {
    Map<String, Set<Integer>> offered = new HashMap<>();
    for (ServiceInfo service : services) {
      for (ServiceInfo.TcpPort port : service.tcpPorts()) {
        if (port.nodePort() == port.port()) {
          String owner = service.companionOf().orElse(service.name()) + "." + service.namespace();
          offered.computeIfAbsent(owner, title -> new HashSet<>()).add(port.port());
        }
      }
    }
    return offered;
  }
}
