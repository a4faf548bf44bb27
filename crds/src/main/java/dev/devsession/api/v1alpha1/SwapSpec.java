package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * The sessions that want this Service.
 *
 * @param claims in the order of the queue: the first holds the Service
 */
@JsonClassDescription("The sessions that want the Service.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SwapSpec(
    @Size(max = 64) @JsonPropertyDescription("The sessions that want the Service, in the order of the queue: the "
        + "first holds it.") List<Claim> claims) {
  public SwapSpec {
    claims = claims == null ? List.of() : List.copyOf(claims);
  }
}
