package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** One session's request for a Service. It is complete: the operator serves a Swap without reading the session. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Claim(
    @Required @Size(min = 1, max = 253)
    @JsonPropertyDescription("Name of the DevSession, in the same namespace.") String session,
    @Required @JsonPropertyDescription("Who answers, as in the session.") SwapMode mode,
    @JsonPropertyDescription("The workload to replace. When left out: the one whose pods the "
        + "Service selects.") WorkloadRef workloadRef,
    @Size(max = 16)
    @JsonPropertyDescription("The ports to forward. When left out: every TCP port, to the same "
        + "number.") List<ServicePortMapping> ports,
    @Required @JsonPropertyDescription("How the proxy reaches the machine. With type Tunnel, hostAddress is the "
        + "ClusterIP of the session's gateway.") Transport transport,
    @Size(max = 16) @JsonPropertyDescription("The requests to take, with a mode that shares the "
        + "Service.") List<MatchRule> match,
    @JsonPropertyDescription("Which traffic the machine gets.") Traffic traffic,
    @JsonPropertyDescription("Who answers matching requests while the machine can't.") WhenAway whenAway,
    @JsonPropertyDescription("Whether a mirror copies requests that may change something.") Boolean unsafe,
    @JsonPropertyDescription("The key with which the proxies decrypt TLS.") ServiceTls tls,
    @JsonPropertyDescription("Whether answers to matching requests say who gave them.") Boolean answerHeader) {
  public Claim {
    ports = ports == null ? List.of() : List.copyOf(ports);
    match = match == null ? List.of() : List.copyOf(match);
  }

  /** A claim with mode Replace. */
  public Claim(String session, SwapMode mode, WorkloadRef workloadRef, List<ServicePortMapping> ports,
      Transport transport) {
    this(session, mode, workloadRef, ports, transport, List.of(), null, null, null);
  }

  /** A claim without a key, whose answers don't say who gave them. */
  public Claim(String session, SwapMode mode, WorkloadRef workloadRef, List<ServicePortMapping> ports,
      Transport transport, List<MatchRule> match, Traffic traffic, WhenAway whenAway,
      Boolean unsafe) {
    this(session, mode, workloadRef, ports, transport, match, traffic, whenAway, unsafe, null, null);
  }
}
