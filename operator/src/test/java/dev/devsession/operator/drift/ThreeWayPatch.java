package dev.devsession.operator.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The patch that client-side apply and Helm send: it sets wanted fields that differ, and deletes fields that were
 * applied before and are no longer wanted. Fields that others added stay. Pure.
 */
final class ThreeWayPatch {
  private final boolean strategic;

  /** @param strategic merge lists by key, as is known for built-in kinds; otherwise lists are replaced whole */
  ThreeWayPatch(boolean strategic) {
    this.strategic = strategic;
  }

  /** @return an empty map if there is nothing to do */
  Map<String, Object> of(Map<String, Object> before, Map<String, Object> wanted, Map<String, Object> live) {
    var patch = new LinkedHashMap<String, Object>();
    wanted.forEach((key, value) -> change(before.get(key), value, live.get(key)).ifPresent(c -> patch.put(key, c)));
    before.keySet().stream().filter(key -> !wanted.containsKey(key) && live.containsKey(key))
        .forEach(key -> patch.put(key, null));
    return patch;
  }

  private Optional<Object> change(Object before, Object wanted, Object live) {
    if (wanted instanceof Map<?, ?> && live instanceof Map<?, ?>) {
      var patch = of(asMap(before), asMap(wanted), asMap(live));
      return patch.isEmpty() ? Optional.empty() : Optional.of(patch);
    }
    var key = wanted instanceof List<?> list && strategic ? mergeKey(list) : Optional.<String>empty();
    if (key.isPresent() && live instanceof List<?> present) {
      var elements = elements((List<?>) wanted, present, key.get());
      return elements.isEmpty() ? Optional.empty() : Optional.of(elements);
    }
    return Objects.equals(wanted, live) ? Optional.empty() : Optional.of(wanted);
  }

  private List<Object> elements(List<?> wanted, List<?> live, String key) {
    var changed = new ArrayList<Object>();
    for (var element : wanted) {
      var present = live.stream().map(ThreeWayPatch::asMap)
          .filter(l -> Objects.equals(l.get(key), asMap(element).get(key))).findFirst();
      if (present.isEmpty()) {
        changed.add(element);
      } else {
        var patch = of(Map.of(), asMap(element), present.get());
        if (!patch.isEmpty()) {
          patch.put(key, asMap(element).get(key));
          changed.add(patch);
        }
      }
    }
    return changed;
  }

  private static Optional<String> mergeKey(List<?> list) {
    return Stream.of("containerPort", "mountPath", "name")
        .filter(key -> !list.isEmpty() && list.stream().allMatch(e -> asMap(e).containsKey(key))).findFirst();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
