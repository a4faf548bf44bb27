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
 * @param ownNamespace
 *          its Services also get their bare name
 * @param reach
 *          how the machine gets to them
 * @param dotLocal
 *          whether names that end in {@code .local} are of use on this machine
 */
public record NamePlanner(String ownNamespace, Reach reach, boolean dotLocal) {

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
        plan.skipped().add(new SkippedService(title, "its name is no DNS label"));
        continue;
      }
      switch (reach.to(service, offered.getOrDefault(title, Set.of()))) {
        case Reach.At(String address) ->
          name(service, new Door(title, service.name(), address, address, new TreeSet<>()), taken, plan);
        case Reach.Through(List<Door> doors) -> {
          doors.forEach(door -> name(service, door, taken, plan));
          service.otherPorts().forEach(port -> plan.skipped().add(
              new SkippedService(title + ":" + port, Reach.ONLY_TCP)));
        }
        case Reach.Not(String reason) -> plan.skipped().add(new SkippedService(title, reason));
      }
    }
    return plan;
  }

  private void name(ServiceInfo service, Door door, TakenNames taken, NamePlan plan) {
    List<String> free = taken.keepFree(namesOf(service, door), plan.refused());
    if (!free.isEmpty()) {
      plan.named().add(new NamedService(door.title(), door.address(), free, service.firstPort()));
      door.ports().forEach(
          port -> plan.entrances().add(new Entrance(door.title(), door.address(), port, door.host())));
    }
  }

  private List<String> namesOf(ServiceInfo service, Door door) {
    List<String> names = new ArrayList<>(4);
    if (service.namespace().equals(ownNamespace)) {
      names.add(door.bare());
    }
    names.add(door.title());
    names.add(door.title() + ".svc");
    if (dotLocal) {
      names.add(door.title() + ".svc.cluster.local");
    }
    return names;
  }

  private static boolean isOfTheUser(ServiceInfo service) {
    return service.companionOf().isEmpty() && !service.ofDevSession();
  }

  /** By Service: its ports that it or its companions also offer as the node port of that very number. */
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
