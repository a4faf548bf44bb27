package dev.devsession.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What a workload was before it was scaled to zero: the value of the annotation {@code devsession.dev/original}. The
 * patch that scales to zero also writes it, so a scaled-down workload always has one.
 */
public sealed interface Mark {
  /**
   * @param replicas the replicas to restore
   * @param swap the Swap that scaled it to zero
   * @param since when, in RFC 3339; null if the mark doesn't say
   * @param owners who owned {@code spec.replicas}
   */
  record Readable(@JsonProperty(required = true) int replicas, @JsonProperty(required = true) String swap, String since,
      List<Owner> owners) implements Mark {
    public Readable {
      owners = owners == null ? List.of() : List.copyOf(owners);
      since = isTime(since) ? since : null;
    }

    static boolean isTime(String text) {
      try {
        return text != null && Instant.parse(text) != null;
      } catch (DateTimeParseException e) {
        return false;
      }
    }

    /** The annotation's value. */
    public String toJson() {
      try {
        return JSON.writeValueAsString(this);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** An annotation that was changed and can't be read. */
  record Unreadable(String text) implements Mark {}

  /** One managedFields entry that owned {@code spec.replicas}; null members were absent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Owner(String manager, String operation, String apiVersion, String subresource, String time) {}

  ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Never fails: what isn't a mark is {@link Unreadable}. */
  static Mark parse(String annotation) {
    try {
      var mark = JSON.readValue(annotation, Readable.class);
      return mark == null || mark.replicas() < 1 || mark.swap() == null ? new Unreadable(annotation) : mark;
    } catch (JsonProcessingException e) {
      return new Unreadable(annotation);
    }
  }
}
