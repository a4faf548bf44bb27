package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How the cluster reaches the machine.
 *
 * @param type the way
 * @param hostAddress Direct: an IP address or host name of the machine, as pods see it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.type != 'Direct' || has(self.hostAddress)", message = "hostAddress must be set for type Direct")
public record Transport(
    @Required @JsonPropertyDescription("Direct: pods connect to the machine's own address.") TransportType type,
    @Size(min = 1, max = 253) @Pattern("^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$") @ValidationRule(value = "!(self == 'localhost' || self.startsWith('127.') || self == '::1')", message = "must be an address of the machine as pods see it, not a loopback address") @JsonPropertyDescription("IP "
        + "address or name of the machine as pods see it, e.g. host.minikube.internal. A name is looked up anew for each connection.") String hostAddress) {}
