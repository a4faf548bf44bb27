package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds and restores the owner of {@code spec.replicas}. A write takes the field away from its owner, so the owner is
 * recorded first, and written back into {@code metadata.managedFields} afterwards.
 */
public final class Ownership {
  private Ownership() {}

  /** Those who own {@code spec.replicas}, without {@code manager}. */
  public static List<Mark.Owner> othersOfReplicas(List<ManagedFieldsEntry> entries, String manager) {
    return ofReplicas(entries).stream().filter(o -> !manager.equals(o.manager())).toList();
  }

  /** Whether {@code spec.replicas} has owners, and {@code manager} isn't one of them. */
  static boolean isOfOthersAlone(List<ManagedFieldsEntry> entries, String manager) {
    var owners = ofReplicas(entries);
    return !owners.isEmpty() && owners.stream().noneMatch(o -> manager.equals(o.manager()));
  }

  /** The entries that own {@code spec.replicas}. */
  public static List<Mark.Owner> ofReplicas(List<ManagedFieldsEntry> entries) {
    return entries.stream().filter(Ownership::ownsReplicas)
        .map(e -> new Mark.Owner(e.getManager(), e.getOperation(), e.getApiVersion(), e.getSubresource(), e.getTime()))
        .toList();
  }

  /**
   * The entries as they were: {@code manager} owns nothing, and what it owned of {@code spec.replicas} is the owners'
   * again. If another manager set the field meanwhile, that manager keeps it.
   */
  static List<ManagedFieldsEntry> giveBack(List<ManagedFieldsEntry> entries, String manager, List<Mark.Owner> owners) {
    var result = new ArrayList<ManagedFieldsEntry>();
    var ours = false;
    var oursMade = false;
    for (var entry : entries) {
      if (manager.equals(entry.getManager())) {
        ours |= ownsReplicas(entry);
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

  private static void add(List<ManagedFieldsEntry> entries, Mark.Owner owner) {
    for (var i = 0; i < entries.size(); i++) {
      if (isOf(entries.get(i), owner)) {
        entries.set(i, withReplicas(entries.get(i)));
        return;
      }
    }
    entries
        .add(withReplicas(new ManagedFieldsEntryBuilder().withManager(owner.manager()).withOperation(owner.operation())
            .withApiVersion(owner.apiVersion()).withSubresource(owner.subresource()).withTime(owner.time())
            .withFieldsType("FieldsV1")
            .withFieldsV1(new FieldsV1()).build()));
  }

  private static boolean isOf(ManagedFieldsEntry e, Mark.Owner o) {
    return Objects.equals(e.getManager(), o.manager()) && Objects.equals(e.getOperation(), o.operation())
        && Objects.equals(e.getApiVersion(), o.apiVersion()) && Objects.equals(e.getSubresource(), o.subresource());
  }

  /** Whether the entry owns {@code spec.replicas}. */
  public static boolean ownsReplicas(ManagedFieldsEntry entry) {
    return OwnedFields.below(entry, "f:spec").containsKey("f:replicas");
  }

  private static ManagedFieldsEntry withReplicas(ManagedFieldsEntry entry) {
    return OwnedFields.with(entry, "f:spec", "f:replicas");
  }
}
