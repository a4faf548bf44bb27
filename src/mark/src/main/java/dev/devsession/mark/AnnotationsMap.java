package dev.devsession.mark;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.List;
import java.util.Map;

/**
 * Who owns the map {@code metadata.annotations} itself, beside its keys: whoever wrote the first of them. When that was
 * our mark, and others came with theirs while it stood, the map is the first of theirs once the mark is gone.
 */
final class AnnotationsMap {
  private static final String ITSELF = ".";

  private AnnotationsMap() {}

  static boolean isOwnedBy(ManagedFieldsEntry entry) {
    return keys(entry).containsKey(ITSELF);
  }

  /** The entries, with the map owned by the first of those who own a key of it, if nobody owns it. */
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
