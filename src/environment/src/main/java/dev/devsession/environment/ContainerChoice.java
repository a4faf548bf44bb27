package dev.devsession.environment;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The container of a pod whose environment and files a process on this machine gets.
 *
 * @param container as its pod's spec has it
 * @param because why it is this one, as a half sentence
 */
public record ContainerChoice(Container container, String because) {
  /** The annotation by which a pod says which container kubectl should take. */
  public static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  /**
   * Chooses it: the named one; else the one whose port the Service targets; else the one that the pod's annotation
   * names; else the one that has the Service's name; else the first. Only by its name it is one of the init containers,
   * to which native sidecars belong.
   *
   * @param service that the pods are behind
   * @param annotations of the pod or the template; may be null
   * @param name as typed
   * @throws AgentException if there is no container of the typed name
   */
  public static ContainerChoice of(PodSpec pod, Service service, Map<String, String> annotations,
      Optional<String> name) {
    if (name.isPresent()) {
      return named(pod, service, name.get());
    }
    var containers = pod.getContainers();
    if (containers.size() == 1) {
      return new ContainerChoice(containers.getFirst(), "the only one");
    }
    var annotated = find(containers, Objects.requireNonNullElse(annotations, Map.<String, String>of())
        .get(DEFAULT_CONTAINER));
    for (var port : ports(service)) {
      var listening = containers.stream().filter(c -> listensOn(c, target(port))).toList();
      if (!listening.isEmpty()) {
        return new ContainerChoice(annotated.filter(listening::contains).orElse(listening.getFirst()),
            "Service " + service.getMetadata().getName() + " targets its port");
      }
    }
    return annotated.map(c -> new ContainerChoice(c, "the annotation " + DEFAULT_CONTAINER + " names it"))
        .or(() -> find(containers, service.getMetadata().getName())
            .map(c -> new ContainerChoice(c, "it has the Service's name")))
        .orElseGet(() -> new ContainerChoice(containers.getFirst(), "the first of " + names(containers.stream())
            + ", as neither a declared port nor an annotation tells; choose with --container"));
  }

  private static ContainerChoice named(PodSpec pod, Service service, String name) {
    var all = Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream()).toList();
    return find(all, name).map(c -> new ContainerChoice(c, "as asked for"))
        .orElseThrow(() -> new AgentException(ExitCode.BAD_INPUT, "the pods of Service "
            + service.getMetadata().getName() + " have no container \"" + name + "\", but " + names(all.stream())));
  }

  private static Optional<Container> find(List<Container> containers, String name) {
    return containers.stream().filter(c -> c.getName().equals(name)).findFirst();
  }

  private static List<ServicePort> ports(Service service) {
    return service.getSpec() == null ? List.of() : service.getSpec().getPorts();
  }

  /** As the API server defaults it. */
  private static IntOrString target(ServicePort port) {
    return Objects.requireNonNullElseGet(port.getTargetPort(), () -> new IntOrString(port.getPort()));
  }

  private static boolean listensOn(Container container, IntOrString target) {
    return container.getPorts().stream().anyMatch(p -> isTarget(p, target));
  }

  private static boolean isTarget(ContainerPort port, IntOrString target) {
    return target.getStrVal() == null
        ? Objects.equals(port.getContainerPort(), target.getIntVal())
        : target.getStrVal().equals(port.getName());
  }

  private static String names(Stream<Container> containers) {
    return containers.map(Container::getName).collect(Collectors.joining(", "));
  }
}
