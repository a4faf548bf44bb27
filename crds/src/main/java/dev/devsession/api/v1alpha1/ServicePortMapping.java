package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Where one port of a Service goes on the machine.
 *
 * @param name the port's name in the Service; empty: the Service's only TCP port
 * @param hostPort 1 to 65535
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServicePortMapping(
    @Default("") @Size(max = 63) @JsonPropertyDescription("Name of the port in the Service. May be left out where the "
        + "Service has "
        + "only one TCP port.") String name,
    @Required @Min(1) @Max(65535)
    @JsonPropertyDescription("Port on the machine where the local process listens.") Integer hostPort) {
  public ServicePortMapping {
    name = name == null ? "" : name;
  }
}
