package dev.devsession.restore;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;

/**
 * Restores the owner of the map {@code metadata.annotations} itself, apart from its keys: the writer of the first key
 * owns it. If that was our mark, and others added keys meanwhile, the first of them owns the map once the mark is gone.
 */
final class AnnotationsMap {
  private static final String ITSELF = ".";

  private AnnotationsMap() {}

  static boolean isOwnedBy(ManagedFieldsEntry entry) {
    return keys(entry).containsKey(ITSELF);
  }

  /** The entries; if none of them owns the map, the first one that owns a key of it gets it. */
  static List<ManagedFieldsEntry> handOn(List<ManagedFieldsEntry> entries) {
    if (entries.stream().anyMatch(AnnotationsMap::isOwnedBy)) {
      return entries;
    }
    var first = entries.stream().filter(e -> !keys(e).isEmpty())
        .min(comparing(ManagedFieldsEntry::getTime, nullsFirst(naturalOrder())));
    return first.isEmpty()
        ? entries
        : entries.stream().map(e -> e == first.get() ? OwnedFields.with(e, "f:metadata", "f:annotations", ITSELF) : e)
            .toList();
  }

  private static Map<?, ?> keys(ManagedFieldsEntry entry) {
    return OwnedFields.below(entry, "f:metadata", "f:annotations");
  }
}
