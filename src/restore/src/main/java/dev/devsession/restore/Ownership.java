package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds and restores the owner of a field of {@code spec}. A write takes the field away from its owner, so the owner is
 * recorded first, and written back into {@code metadata.managedFields} afterwards.
 */
public enum Ownership {
  /** Of a workload's {@code spec.replicas}. */
  REPLICAS("f:replicas"),
  /** Of a Service's {@code spec.selector}, which Kubernetes takes as one value. */
  SELECTOR("f:selector");

  private final String field;

  Ownership(String field) {
    this.field = field;
  }

  /** Those who own the field, without {@code manager}. */
  public List<Mark.Owner> others(List<ManagedFieldsEntry> entries, String manager) {
    return owners(entries).stream().filter(o -> !manager.equals(o.manager())).toList();
  }

  /** Whether the field has owners, and {@code manager} isn't one of them. */
  boolean isOfOthersAlone(List<ManagedFieldsEntry> entries, String manager) {
    var owners = owners(entries);
    return !owners.isEmpty() && owners.stream().noneMatch(o -> manager.equals(o.manager()));
  }

  /** The entries that own the field. */
  public List<Mark.Owner> owners(List<ManagedFieldsEntry> entries) {
    return entries.stream().filter(this::owns)
        .map(e -> new Mark.Owner(e.getManager(), e.getOperation(), e.getApiVersion(), e.getSubresource(), e.getTime()))
        .toList();
  }

  /**
   * The entries as they were: {@code manager} owns nothing, and what it owned of the field is the owners'
   * again. If another manager set the field meanwhile, that manager keeps it.
   */
  List<ManagedFieldsEntry> giveBack(List<ManagedFieldsEntry> entries, String manager, List<Mark.Owner> owners) {
    var result = new ArrayList<ManagedFieldsEntry>();
    var ours = false;
    var oursMade = false;
    for (var entry : entries) {
      if (manager.equals(entry.getManager())) {
        ours |= owns(entry);
        oursMade |= AnnotationsMap.isOwnedBy(entry);
      } else {
        result.add(entry);
      }
    }
    if (ours) {
      owners.forEach(owner -> add(result, owner));
    }
    return oursMade ? AnnotationsMap.handOn(result) : result;
  }

  private void add(List<ManagedFieldsEntry> entries, Mark.Owner owner) {
    for (var i = 0; i < entries.size(); i++) {
      if (isOf(entries.get(i), owner)) {
        entries.set(i, withField(entries.get(i)));
        return;
      }
    }
    entries
        .add(withField(new ManagedFieldsEntryBuilder().withManager(owner.manager()).withOperation(owner.operation())
            .withApiVersion(owner.apiVersion()).withSubresource(owner.subresource()).withTime(owner.time())
            .withFieldsType("FieldsV1")
            .withFieldsV1(new FieldsV1()).build()));
  }

  private static boolean isOf(ManagedFieldsEntry e, Mark.Owner o) {
    return Objects.equals(e.getManager(), o.manager()) && Objects.equals(e.getOperation(), o.operation())
        && Objects.equals(e.getApiVersion(), o.apiVersion()) && Objects.equals(e.getSubresource(), o.subresource());
  }

  /** Whether the entry owns the field. */
  public boolean owns(ManagedFieldsEntry entry) {
    return OwnedFields.below(entry, "f:spec").containsKey(field);
  }

  private ManagedFieldsEntry withField(ManagedFieldsEntry entry) {
    return OwnedFields.with(entry, "f:spec", field);
  }
}
