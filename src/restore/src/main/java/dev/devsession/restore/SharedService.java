package dev.devsession.restore;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A Service that may be switched to proxies, so that sessions share its traffic with the original. */
public record SharedService(Service service) {
  /** The Service as its owners mean it: where it is switched, with the selector that is restored later. */
  public static Service original(Service service) {
    var shared = new SharedService(service);
    return service == null || shared.mark().isEmpty() && !shared.isTouched()
        ? service
        : new ServiceBuilder(service).editSpec().withSelector(shared.selectorOfOwners()).endSpec().build();
  }

  public String name() {
    return service.getMetadata().getName();
  }

  /** The mark as it is written. */
  public Optional<String> markText() {
    return Optional.ofNullable(service).map(s -> s.getMetadata().getAnnotations())
        .map(a -> a.get(Annotations.ORIGINAL));
  }

  /** Empty if there is none, or one that can't be read. */
  public Optional<SelectorMark> mark() {
    return markText().flatMap(SelectorMark::parse);
  }

  /** Whether the mark says that this Swap switched it. */
  public boolean isMarkedBy(String swap) {
    return mark().filter(m -> m.swap().equals(swap)).isPresent();
  }

  /** Whether the selector is the one that leads to the proxies of a Swap, and nothing else. */
  public boolean isSwitched() {
    return isTouched() && service.getSpec().getSelector().size() == 1;
  }

  /** Whether it is switched although no mark that can be read says so. */
  public boolean isDamaged() {
    return isTouched() && mark().isEmpty();
  }

  /**
   * Whether our label is part of the selector. Others may have added to it: {@code kubectl apply} merges what its
   * manifest says into what it finds.
   */
  public boolean isTouched() {
    return service != null && selector().containsKey(Labels.SWAP);
  }

  /** The selector that others have set since, our own part left out; the mark's, if they have set none. */
  public Map<String, String> selectorOfOwners() {
    var others = new TreeMap<>(selector());
    others.remove(Labels.SWAP);
    return others.isEmpty() ? mark().map(SelectorMark::selector).orElse(others) : others;
  }

  /** Those who own the selector, but for us. */
  public List<Mark.Owner> otherOwners() {
    return Ownership.SELECTOR.others(entries(), FieldManagers.SWAP);
  }

  List<ManagedFieldsEntry> entries() {
    return service.getMetadata().getManagedFields();
  }

  Map<String, String> selector() {
    var selector = service.getSpec().getSelector();
    return selector == null ? Map.of() : selector;
  }
}
