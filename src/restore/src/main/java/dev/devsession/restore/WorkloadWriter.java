package dev.devsession.restore;

import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;

/**
 * The only place that writes to a user's workload: {@code spec.replicas} and our annotation, nothing else. Every patch
 * carries the resourceVersion that the decision was made on, so it fails with a conflict if another client wrote first.
 */
public final class WorkloadWriter {

  private final KubernetesClient client;

  public WorkloadWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Scales to zero and records, in the same patch, what was there before.
   *
   * @param now the time, in RFC 3339
   * @return the workload as it is then
   */
  public Workload scaleToZero(Workload workload, String swap, String now) {
    return workload.withReplicas(0, scaleToZero(workload, swap, now, List.of()).getMetadata());
  }

  /** Asks the API server whether it would let the workload be scaled to zero: a dry run, which changes nothing. */
  public void askToScaleToZero(Workload workload, String swap, String now) {
    scaleToZero(workload, swap, now, List.of("All"));
  }

  private GenericKubernetesResource scaleToZero(Workload workload, String swap, String now, List<String> dryRun) {
    var mark = new Mark.Readable(workload.replicas(), swap, now, ownersToRemember(workload));
    return patch(workload, workload.metadata().getResourceVersion(), MarkedPatch.withMark(mark.toJson()),
        Map.of("replicas", 0), dryRun);
  }

  /** Rewrites the mark of a scaled-down workload that lost it. */
  public void rewriteMark(Workload workload, String mark) {
    patch(workload, workload.metadata().getResourceVersion(), MarkedPatch.withMark(mark), Map.of());
  }

  /**
   * Restores the replicas, unless another manager has set others meanwhile, zero included; then removes the mark and
   * restores the ownership. A crash in between leaves the mark, so that the next run continues here.
   *
   * <p>While we own the field, the zero is ours too: a co-owner that applied the same zero only copied it, as Argo CD
   * does with a field whose differences it ignores.
   *
   * @param workload of its managedFields, those that own {@code spec.replicas} are enough
   * @return the workload as it is then; the version that was between it and the given one first
   */
  public List<Workload> restore(Workload workload, Mark.Readable mark) {
    var before = workload;
    List<ManagedFieldsEntry> entries;
    if (workload.replicas() == 0
        && !Ownership.REPLICAS.isOfOthersAlone(workload.metadata().getManagedFields(), FieldManagers.SWAP)) {
      before = workload.withReplicas(mark.replicas(),
          patch(workload, workload.metadata().getResourceVersion(), Map.of(),
              Map.of("replicas", mark.replicas())).getMetadata());
      entries = before.metadata().getManagedFields();
    } else {
      entries = allEntries(workload); // Entries of a later version do no harm: the patch then conflicts.
    }
    var after = patch(workload, before.metadata().getResourceVersion(),
        MarkedPatch.withoutMark(Ownership.REPLICAS.giveBack(entries, FieldManagers.SWAP, mark.owners())),
        Map.of());
    return List.of(before, before.withReplicas(before.replicas(), after.getMetadata()));
  }

  private List<ManagedFieldsEntry> allEntries(Workload workload) {
    var present = read(workload.metadata().getNamespace(), workload.ref());
    return present == null ? List.of() : present.metadata().getManagedFields();
  }

  /** The current version of a workload's object; null if it is gone. */
  public Workload read(String namespace, WorkloadRef ref) {
    var object = resource(namespace, ref).get();
    return object == null ? null : Workload.of(object);
  }

  /** The other owners of the replicas; if only we own them (killed during a restore), the owners in the mark. */
  private static List<Mark.Owner> ownersToRemember(Workload workload) {
    var others = Ownership.REPLICAS.others(workload.metadata().getManagedFields(), FieldManagers.SWAP);
    return others.isEmpty() && workload.mark().orElse(null) instanceof Mark.Readable mark ? mark.owners() : others;
  }

  private GenericKubernetesResource patch(Workload workload, String version, Map<String, Object> metadata,
      Map<String, Object> spec) {
    return patch(workload, version, metadata, spec, List.of());
  }

  /** @param dryRun All: the API server checks the patch and stores nothing; empty: it stores it */
  private GenericKubernetesResource patch(Workload workload, String version, Map<String, Object> metadata,
      Map<String, Object> spec, List<String> dryRun) {
    return MarkedPatch.send(resource(workload.metadata().getNamespace(), workload.ref()), version, metadata, spec,
        dryRun);
  }

  private Resource<GenericKubernetesResource> resource(String namespace, WorkloadRef ref) {
    return client.genericKubernetesResources(ref.apiVersion(), ref.kind()).inNamespace(namespace).withName(ref.name());
  }
}
