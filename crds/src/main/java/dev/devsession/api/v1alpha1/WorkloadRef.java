package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A workload in the session's namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkloadRef(
    @Default("apps/v1") @Size(max = 64) @ValidationRule(value = "self == 'apps/v1'", message = "must be 'apps/v1'") @JsonPropertyDescription("API "
        + "group and version of the workload.") String apiVersion,
    @Required @JsonPropertyDescription("Kind of the workload.") WorkloadKind kind,
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the workload, in the session's namespace.") String name) {
  public WorkloadRef {
    apiVersion = apiVersion == null ? "apps/v1" : apiVersion;
  }

  /** As kubectl writes it: {@code Deployment/orders}. */
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
