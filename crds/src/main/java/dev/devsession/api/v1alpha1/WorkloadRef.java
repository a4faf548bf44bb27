package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A workload in the session's namespace: a Deployment, a StatefulSet, or another kind that can be scaled. */
@ValidationRule(value = "self.apiVersion != 'apps/v1' || self.kind in ['Deployment', 'StatefulSet']",
    message = "kind of apps/v1 must be Deployment or StatefulSet")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkloadRef(
    @Default("apps/v1") @Size(max = 317) @Pattern("^([a-z0-9.-]+/)?v[a-z0-9]+$") @JsonPropertyDescription("API "
        + "group and version of the workload: apps/v1, or one that the operator is configured for (the chart's "
        + "workloadKinds).") String apiVersion,
    @Required @Size(max = 63) @Pattern("^[A-Z][A-Za-z0-9]*$") @JsonPropertyDescription("Kind of the workload: "
        + "Deployment, StatefulSet, or a kind with spec.replicas and spec.template.") String kind,
    @Required @Size(min = 1, max = 253)
    @JsonPropertyDescription("Name of the workload, in the session's namespace.") String name) {
  public WorkloadRef {
    apiVersion = apiVersion == null ? "apps/v1" : apiVersion;
  }

  /** As kubectl writes it: {@code Deployment/orders}. */
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
