package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What the developer wants.
 *
 * @param services the Services to swap, at most 32; none is allowed: such a session only reaches the cluster
 * @param transport how the cluster reaches the machine
 * @param names how the machine reaches Services by name; null: through the tunnel, if there is one
 * @param disconnect what happens when the machine disconnects; for the Tunnel
 * @param suspend true: all originals run again, the session stays
 * @param ttlSeconds seconds from creation until the session expires
 */
@JsonClassDescription("What the developer wants.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "!has(self.names) || self.names.via != 'Tunnel' || self.transport.type == 'Tunnel'",
    message = "must not be Tunnel unless transport.type is", fieldPath = ".names.via", reason = "FieldValueForbidden")
public record DevSessionSpec(
    @Size(max = 32) @JsonPropertyDescription("The Services of this namespace that run on the developer's machine. "
        + "Without any, the session only makes Services reachable by name.") List<SwappedService> services,
    @Default("{\"type\": \"Tunnel\"}")
    @ValidationRule(value = "self.type == 'Direct' || !has(self.hostAddress)",
        message = "must be left out for type Tunnel", fieldPath = ".hostAddress", reason = "FieldValueForbidden")
    @ValidationRule(value = "self.type == 'Tunnel' || !has(self.paths)",
        message = "must be left out for type Direct", fieldPath = ".paths", reason = "FieldValueForbidden")
    @JsonPropertyDescription("How the cluster reaches the developer's machine.") Transport transport,
    @JsonPropertyDescription("How the machine reaches Services by name. When left out: through the tunnel, and with "
        + "transport.type Direct not at all: use devsession hosts there.") NameAccess names,
    @Default("{}") @JsonPropertyDescription("What happens when the machine disconnects. Only for type Tunnel, which "
        + "detects it.") Disconnect disconnect,
    @Default("false") @JsonPropertyDescription("True: the originals run again while the session stays. "
        + "False: the Services are swapped.") Boolean suspend,
    @Default("28800") @Min(1) @Max(2592000) @JsonPropertyDescription("Seconds from the session's creation until it "
        + "expires and the operator restores all originals. The session object stays until it is "
        + "deleted; a higher value resumes it.") Integer ttlSeconds) {
  public DevSessionSpec {
    services = services == null ? List.of() : List.copyOf(services);
    transport = transport == null ? new Transport(TransportType.Tunnel, null) : transport;
    disconnect = disconnect == null ? new Disconnect(null, null) : disconnect;
    suspend = suspend != null && suspend;
    ttlSeconds = ttlSeconds == null ? 28800 : ttlSeconds;
  }
}
