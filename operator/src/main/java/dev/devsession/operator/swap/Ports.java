package dev.devsession.operator.swap;

import static java.util.stream.Collectors.joining;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.ServicePortMapping;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns a claim's ports into the proxy's routes. Pure. */
final class Ports {
  sealed interface Routing {}

  record Routed(List<Route> routes) implements Routing {}

  record Unroutable(ReasonedMessage why) implements Routing {}

  private Ports() {}

  static Routing route(Claim claim, Service service, Workload workload) {
    return route(claim, service, port -> targetPort(port, List.of(workload)), workload.ref());
  }

  /** The same for proxies in front of pods, whoever made these. @param workloads those whose pods are behind it */
  static Routing routeShared(Claim claim, Service service, List<Workload> workloads) {
    return route(claim, service, port -> sharedTargetPort(port, workloads), null);
  }

  private static Routing route(Claim claim, Service service, Function<ServicePort, Integer> targetPort,
      WorkloadRef workload) {
    var name = service.getMetadata().getName();
    var tcp = service.getSpec().getPorts().stream().filter(Ports::isTcp).toList();
    if (tcp.isEmpty()) {
      return new Unroutable(ConditionMessage.NoTcpPort.with(name));
    }
    var wanted = claim.ports().isEmpty()
        ? tcp.stream().map(p -> new ServicePortMapping(text(p.getName()), p.getPort())).toList()
        : claim.ports();
    var routes = new LinkedHashMap<Integer, Route>();
    for (var mapping : wanted) {
      var port = find(service, mapping.name());
      if (port == null && mapping.name().isEmpty() && tcp.size() > 1) {
        return new Unroutable(ConditionMessage.PortNameMissing.with(name,
            tcp.stream().map(p -> quoted(p.getName())).collect(joining(", "))));
      }
      if (port == null) {
        return new Unroutable(ConditionMessage.PortNotFound.with(name, quoted(mapping.name()),
            service.getSpec().getPorts().stream().map(p -> quoted(p.getName())).collect(joining(", "))));
      }
      if (!isTcp(port)) {
        return new Unroutable(ConditionMessage.PortNotTcp.with(quoted(port.getName()), name, port.getProtocol()));
      }
      var listen = targetPort.apply(port);
      if (listen == null) {
        return new Unroutable(
            ConditionMessage.TargetPortNotFound.with(quoted(port.getTargetPort().getStrVal()), name, workload));
      }
      var route = new Route(listen, claim.transport().hostAddress(), mapping.hostPort(),
          claim.transport().type() == TransportType.Tunnel ? GatewayPorts.PROXY : 0);
      var other = routes.putIfAbsent(route.listenPort(), route);
      if (other != null && other.hostPort() != route.hostPort()) {
        return new Unroutable(
            ConditionMessage.PortsCollide.with(name, route.listenPort(), other.hostPort(), route.hostPort()));
      }
    }
    return new Routed(List.copyOf(routes.values()));
  }

  /** The TCP ports of the Service that the claim means. */
  static Stream<ServicePort> claimed(Claim claim, Service service) {
    return claim.ports().isEmpty()
        ? service.getSpec().getPorts().stream().filter(Ports::isTcp)
        : claim.ports().stream().map(m -> find(service, m.name())).filter(p -> p != null && isTcp(p));
  }

  private static ServicePort find(Service service, String name) {
    var ports = service.getSpec().getPorts();
    var tcp = ports.stream().filter(Ports::isTcp).toList();
    return name.isEmpty() && tcp.size() == 1
        ? tcp.getFirst()
        : ports.stream().filter(p -> text(p.getName()).equals(name)).findFirst().orElse(null);
  }

  /** The container port that traffic reaches, or null where the workload doesn't declare the name. */
  private static Integer targetPort(ServicePort port, List<Workload> workloads) {
    var target = port.getTargetPort();
    if (target != null && target.getStrVal() != null) {
      return workloads.stream().flatMap(w -> w.ports().stream())
          .filter(p -> p.getProtocol() == null || "TCP".equals(p.getProtocol()))
          .filter(p -> target.getStrVal().equals(p.getName())).map(ContainerPort::getContainerPort).findFirst()
          .orElse(null);
    }
    return target == null || target.getIntVal() == null ? port.getPort() : target.getIntVal();
  }

  /** The proxies have the names of named ports too, so for one that no workload declares any number will do. */
  static int sharedTargetPort(ServicePort port, List<Workload> workloads) {
    var declared = targetPort(port, workloads);
    return declared == null ? port.getPort() : declared;
  }

  private static boolean isTcp(ServicePort port) {
    return port.getProtocol() == null || "TCP".equals(port.getProtocol());
  }

  private static String text(String s) {
    return s == null ? "" : s;
  }

  private static String quoted(String s) {
    return "\"" + text(s) + "\"";
  }
}
