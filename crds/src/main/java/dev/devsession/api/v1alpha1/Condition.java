package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A condition in the manner of metav1.Condition. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @Required @Size(min = 1, max = 64)
    @JsonPropertyDescription("What the condition is about, such as Ready.") String type,
    @Required @Pattern("^(True|False|Unknown)$") @Size(max = 7)
    @JsonPropertyDescription("True, False or Unknown.") String status,
    @JsonPropertyDescription("The generation of the spec that this condition describes.") Long observedGeneration,
    @Required @Size(max = 64)
    @JsonPropertyDescription("When status last changed, in RFC 3339.") String lastTransitionTime,
    @Required @Size(min = 1, max = 64) @Pattern("^[A-Z][A-Za-z0-9]*$") @JsonPropertyDescription("Why, in one "
        + "CamelCase word: one of the reasons in the API reference.") String reason,
    @Required @Size(max = 4096)
    @JsonPropertyDescription("Human-readable: what happened and what to do.") String message) {
  public boolean is(ConditionType wanted) {
    return wanted.name().equals(type);
  }

  /** True exactly for status {@code True}. */
  public boolean holds() {
    return "True".equals(status);
  }
}
