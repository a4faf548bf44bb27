package dev.devsession.restore;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a Service selected before it was switched to the proxies: the value of its annotation
 * {@code devsession.dev/original}. The patch that switches also writes it.
 *
 * @param selector the selector to restore, never empty
 * @param swap the Swap that it was switched for
 * @param since when, in RFC 3339; null if the mark doesn't say
 * @param owners who owned {@code spec.selector}
 */
public record SelectorMark(@JsonProperty(required = true) Map<String, String> selector,
    @JsonProperty(required = true) String swap, String since, List<Mark.Owner> owners) {
  public SelectorMark {
    selector = selector == null ? Map.of() : new TreeMap<>(selector);
    owners = owners == null ? List.of() : List.copyOf(owners);
    since = Mark.Readable.isTime(since) ? since : null;
  }

  /** Empty if the text is no such mark. */
  public static Optional<SelectorMark> parse(String annotation) {
    try {
      return Optional.ofNullable(annotation == null ? null : Mark.JSON.readValue(annotation, SelectorMark.class))
          .filter(m -> !m.selector().isEmpty() && m.swap() != null);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The annotation's value. */
  public String toJson() {
    try {
      return Mark.JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
