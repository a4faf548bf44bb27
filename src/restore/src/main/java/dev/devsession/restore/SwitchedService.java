package dev.devsession.restore;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Service that a Swap switched to its proxies.
 *
 * @param mark what it selected: from its annotation or, if that is damaged, from the copy in its Swap or from its twin;
 *          empty if nothing records it
 */
public record SwitchedService(Service service, Optional<SelectorMark> mark) {
  /** What a user can do if nothing records what the Service selected. */
  public static final String BY_HAND = "its annotation devsession.dev/original is gone or can't be read. Set its "
      + "selector by hand and remove the annotation, if it is there";

  /**
   * Empty for a Service that is as its owners left it, and for one that only opens node ports: it selects what its
   * Service does, and is deleted and not restored.
   *
   * @param twins the Services that lead proxies to originals
   */
  public static Optional<SwitchedService> of(Service service, List<Swap> swaps, List<Service> twins) {
    var labels = service.getMetadata().getLabels();
    if (labels != null && labels.containsKey(Labels.NODE_PORT_SERVICE_OF)) {
      return Optional.empty();
    }
    var shared = new SharedService(service);
    var mark = shared.mark();
    if (mark.isEmpty() && !shared.isTouched()) {
      return Optional.empty();
    }
    return Optional.of(new SwitchedService(service, mark.or(() -> remembered(shared, swaps, twins))));
  }

  private static Optional<SelectorMark> remembered(SharedService shared, List<Swap> swaps, List<Service> twins) {
    var swap = shared.selector().get(Labels.SWAP);
    var namespace = shared.service().getMetadata().getNamespace();
    var copies = swaps.stream().filter(s -> s.getMetadata().getNamespace().equals(namespace)
        && s.getMetadata().getName().equals(swap)).map(Swap::getStatus).filter(Objects::nonNull)
        .flatMap(s -> SelectorMark.parse(s.mark()).stream());
    return Stream.concat(copies, twins.stream().flatMap(t -> ofTwin(t, namespace, swap).stream())).findFirst();
  }

  /** What the twin of a Service records of it; the owner of the selector is forgotten. */
  public static Optional<SelectorMark> ofTwin(Service twin, String namespace, String swap) {
    var labels = twin == null ? null : twin.getMetadata().getLabels();
    return labels == null || !swap.equals(labels.get(Labels.SWAP))
        || !Objects.equals(twin.getMetadata().getNamespace(), namespace) || twin.getSpec().getSelector() == null
        || twin.getSpec().getSelector().isEmpty()
            ? Optional.empty()
            : Optional.of(new SelectorMark(twin.getSpec().getSelector(), swap, null, List.of()));
  }
}
