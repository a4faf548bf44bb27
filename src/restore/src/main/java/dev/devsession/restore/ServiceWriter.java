package dev.devsession.restore;

import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The only place that writes to a user's Service: {@code spec.selector} and our annotation, nothing else. Every patch
 * carries the resourceVersion that the decision was made on, so it fails with a conflict if another client wrote first.
 */
public final class ServiceWriter {
  private final KubernetesClient client;

  public ServiceWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Leads callers to the proxies of a Swap and records, in the same patch, the selector of before.
   *
   * @param now the time, in RFC 3339
   */
  public void switchToProxies(Service service, String swap, String now) {
    switchToProxies(service, swap, now, List.of());
  }

  /** Asks the API server whether it would let the Service be switched: a dry run, which changes nothing. */
  public void askToSwitch(Service service, String swap, String now) {
    switchToProxies(service, swap, now, List.of("All"));
  }

  private void switchToProxies(Service service, String swap, String now, List<String> dryRun) {
    var shared = new SharedService(service);
    var others = shared.otherOwners();
    var owners = others.isEmpty() ? shared.mark().map(SelectorMark::owners).orElse(others) : others;
    var mark = new SelectorMark(shared.selectorOfOwners(), swap, now, owners);
    patch(service, version(service), MarkedPatch.withMark(mark.toJson()), change(shared, Map.of(Labels.SWAP, swap)),
        dryRun);
  }

  /** Rewrites the mark of a switched Service that lost it. */
  public void rewriteMark(Service service, String mark) {
    patch(service, version(service), MarkedPatch.withMark(mark), Map.of(), List.of());
  }

  /**
   * Restores the selector, unless another manager has set one meanwhile; then removes the mark and restores the
   * ownership. A crash in between leaves the mark, so that the next run continues here.
   *
   * @param service of its managedFields, those that own {@code spec.selector} are enough
   */
  public void restore(Service service, SelectorMark mark) {
    var shared = new SharedService(service);
    var version = version(service);
    var entries = service.getMetadata().getManagedFields();
    var owners = mark.owners();
    if (shared.isTouched()) {
      var theirs = shared.isSwitched() ? mark.selector() : shared.selectorOfOwners();
      if (!shared.isSwitched() && !shared.otherOwners().isEmpty()) {
        owners = shared.otherOwners();
      }
      var restored = patch(service, version, Map.of(), change(shared, theirs), List.of()).getMetadata();
      version = restored.getResourceVersion();
      entries = restored.getManagedFields();
    } else {
      var present = read(service); // Entries of a later version do no harm: the patch then conflicts.
      entries = present == null ? List.of() : present.getMetadata().getManagedFields();
    }
    patch(service, version,
        MarkedPatch.withoutMark(Ownership.SELECTOR.giveBack(entries, FieldManagers.SWAP, owners)), Map.of(),
        List.of());
  }

  /** The current version of the Service; null if it is gone. */
  public Service read(Service service) {
    return resource(service).get();
  }

  /** What merges the present selector into the wanted one. */
  private static Map<String, Object> change(SharedService present, Map<String, String> wanted) {
    var change = new HashMap<String, Object>(wanted);
    present.selector().keySet().forEach(key -> change.putIfAbsent(key, null));
    return Map.of("selector", change);
  }

  private static String version(Service service) {
    return service.getMetadata().getResourceVersion();
  }

  private Service patch(Service service, String version, Map<String, Object> metadata, Map<String, Object> spec,
      List<String> dryRun) {
    return MarkedPatch.send(resource(service), version, metadata, spec, dryRun);
  }

  private ServiceResource<Service> resource(Service service) {
    return client.services().inNamespace(service.getMetadata().getNamespace())
        .withName(service.getMetadata().getName());
  }
}
