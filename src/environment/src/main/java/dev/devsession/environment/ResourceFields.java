package dev.devsession.environment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Requests and limits of containers that a variable may refer to. A limit that a container doesn't have is that of the
 * pod, or else what its node has for all pods.
 */
final class ResourceFields {
  private static final String LIMITS = "limits.";
  private static final Set<String> OF_A_POD = Set.of("cpu", "memory");
  private static final Set<String> DEFAULTED = Set.of("cpu", "memory", "ephemeral-storage");
  private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

  private ResourceFields() {}

  /** Whether the value depends on the pod's node. */
  static boolean needsNode(WorkloadPod pod, Container own, ResourceFieldSelector reference) {
    return reference.getResource().startsWith(LIMITS) && DEFAULTED.contains(resource(reference))
        && isDefaulted(pod, own, reference)
        && limit(pod, container(pod, own, reference), resource(reference)).isEmpty();
  }

  static Variable variable(String name, WorkloadPod pod, Container own, ResourceFieldSelector reference,
      ObjectLookup<Map<String, Quantity>> allocatable) {
    var container = container(pod, own, reference);
    var origin = new Origin.ContainerResource(container.map(Container::getName).orElse(reference.getContainerName()),
        reference.getResource());
    if (container.isEmpty()) {
      return Variable.unknown(name, "the pod has no such container", origin);
    }
    if (needsNode(pod, own, reference)) {
      return switch (allocatable) {
        case ObjectLookup.Found<Map<String, Quantity>>(var has) -> Variable.known(name,
            divided(Optional.ofNullable(has.get(resource(reference))), reference), origin);
        case ObjectLookup.Refused<Map<String, Quantity>>(var why) -> Variable.unknown(name, why, origin);
        case ObjectLookup.Absent<Map<String, Quantity>>() ->
          Variable.unknown(name, "without a limit it is what the pod's node has, and no pod runs", origin);
      };
    }
    var set = reference.getResource().startsWith(LIMITS)
        ? limit(pod, isDefaulted(pod, own, reference), container.get(), resource(reference))
        : request(container.get(), resource(reference));
    return Variable.known(name, divided(set, reference), origin);
  }

  /** The kubelet defaults the limits of the container itself and of the others that aren't init containers. */
  private static boolean isDefaulted(WorkloadPod pod, Container own, ResourceFieldSelector reference) {
    return container(pod, own, reference).filter(c -> c == own && isOwn(reference)
        || pod.spec().getContainers().contains(c)).isPresent();
  }

  private static Optional<Container> container(WorkloadPod pod, Container own, ResourceFieldSelector reference) {
    return isOwn(reference)
        ? Optional.of(own)
        : Stream.concat(pod.spec().getContainers().stream(), pod.spec().getInitContainers().stream())
            .filter(c -> c.getName().equals(reference.getContainerName())).findFirst();
  }

  private static boolean isOwn(ResourceFieldSelector reference) {
    return reference.getContainerName() == null || reference.getContainerName().isEmpty();
  }

  private static Optional<Quantity> limit(WorkloadPod pod, Optional<Container> container, String resource) {
    return container.flatMap(c -> limit(pod, true, c, resource));
  }

  private static Optional<Quantity> limit(WorkloadPod pod, boolean defaulted, Container container, String resource) {
    var own = Optional.ofNullable(container.getResources()).map(ResourceRequirements::getLimits)
        .map(l -> l.get(resource)).filter(q -> q.getNumericalAmount().signum() != 0);
    return own.isPresent() || !defaulted || !OF_A_POD.contains(resource)
        ? own
        : Optional.ofNullable(pod.spec().getResources()).map(ResourceRequirements::getLimits)
            .map(l -> l.get(resource)).filter(q -> q.getNumericalAmount().signum() != 0);
  }

  /** In a template it may be missing, and then the API server takes the limit. */
  private static Optional<Quantity> request(Container container, String resource) {
    var resources = Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
    return Optional.ofNullable(resources.getRequests()).map(r -> r.get(resource))
        .or(() -> Optional.ofNullable(resources.getLimits()).map(l -> l.get(resource)));
  }

  private static String resource(ResourceFieldSelector reference) {
    return reference.getResource().substring(reference.getResource().indexOf('.') + 1);
  }

  /** Rounded up. CPU counts in thousandths, all others in whole units. */
  private static String divided(Optional<Quantity> quantity, ResourceFieldSelector reference) {
    var divisor = Optional.ofNullable(reference.getDivisor()).map(Quantity::getNumericalAmount)
        .filter(d -> d.signum() != 0).orElse(BigDecimal.ONE);
    var unit = resource(reference).equals("cpu") ? MILLI : BigDecimal.ONE;
    var whole = counted(quantity.map(Quantity::getNumericalAmount).orElse(BigDecimal.ZERO), unit);
    return whole.divide(counted(divisor, unit), 0, RoundingMode.CEILING).toPlainString();
  }

  private static BigDecimal counted(BigDecimal amount, BigDecimal unit) {
    return amount.multiply(unit).setScale(0, RoundingMode.CEILING);
  }
}
