package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * One Service that runs on the developer's machine.
 *
 * @param name the Service's name, in the session's namespace
 * @param mode what becomes of the original pods
 * @param workloadRef the workload behind the Service; null: the one whose pods the Service selects
 * @param ports the ports to forward; empty: every TCP port of the Service, on the same number of the machine
 * @param match the rules of a mode that shares the Service; empty: the baggage member of the session
 * @param traffic null: Matching
 * @param whenAway null: Original
 * @param unsafe null: false
 * @param tls null: connections with TLS are passed on whole
 * @param answerHeader null: false
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "self.mode != 'Replace' || !has(self.match)",
    message = "must be left out with mode Replace, which takes every request", fieldPath = ".match",
    reason = "FieldValueForbidden")
@ValidationRule(value = "self.mode == 'Intercept' || !has(self.traffic)",
    message = "must be left out unless mode is Intercept", fieldPath = ".traffic", reason = "FieldValueForbidden")
@ValidationRule(value = "self.mode == 'Intercept' || !has(self.whenAway)",
    message = "must be left out unless mode is Intercept", fieldPath = ".whenAway", reason = "FieldValueForbidden")
@ValidationRule(value = "self.mode == 'Mirror' || !has(self.unsafe)",
    message = "must be left out unless mode is Mirror", fieldPath = ".unsafe", reason = "FieldValueForbidden")
@ValidationRule(value = "self.mode == 'Intercept' || !has(self.match) || !self.match.exists(rule, has(rule.sni))",
    message = "must not have an sni unless mode is Intercept: a connection with TLS can't be copied",
    fieldPath = ".match", reason = "FieldValueForbidden")
@ValidationRule(value = "self.mode != 'Replace' || !has(self.tls)",
    message = "must be left out with mode Replace, which passes connections on whole", fieldPath = ".tls",
    reason = "FieldValueForbidden")
@ValidationRule(value = "!has(self.traffic) || self.traffic != 'All' || !has(self.tls)",
    message = "must be left out with traffic All, which passes connections on whole", fieldPath = ".tls",
    reason = "FieldValueForbidden")
@ValidationRule(value = "self.mode == 'Intercept' || !has(self.answerHeader)",
    message = "must be left out unless mode is Intercept", fieldPath = ".answerHeader", reason = "FieldValueForbidden")
@ValidationRule(value = "!has(self.traffic) || self.traffic != 'All' || !has(self.answerHeader)",
    message = "must be left out with traffic All, whose connections are passed on whole", fieldPath = ".answerHeader",
    reason = "FieldValueForbidden")
@ValidationRule(value = "!has(self.traffic) || self.traffic != 'All' || !has(self.match)",
    message = "must be left out with traffic All, which takes every connection", fieldPath = ".match",
    reason = "FieldValueForbidden")
public record SwappedService(
    @Required @Size(max = 63)
    @ValidationRule(value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message = "must be the name of a Service of this "
            + "namespace: lower-case letters, digits and '-', which is neither first nor last")
    @JsonPropertyDescription("Name of a Service in "
        + "the session's namespace.") String name,
    @Default("Replace") @JsonPropertyDescription("Who answers. Replace: the machine alone; the workload is scaled to "
        + "zero, and a proxy that forwards to the machine takes the place of its pods. Intercept: the machine answers "
        + "the requests that match, the original all others. Mirror: the original answers, and the machine gets "
        + "copies of the requests that match.") SwapMode mode,
    @JsonPropertyDescription("The workload to replace. When left out: the one whose pods the Service selects. If the "
        + "Service selects pods of others too, this has to name one; the others keep answering their "
        + "share.") WorkloadRef workloadRef,
    @Size(max = 16) @JsonPropertyDescription("The ports to forward and where they lead on the machine. When left out: "
        + "every TCP port of the Service, to the "
        + "same number. When given, only these: connections to other ports are "
        + "refused, but for ports with the same container port as one of these: they lead where that leads.") List<
            ServicePortMapping> ports,
    @Size(max = 16) @JsonPropertyDescription("With mode Intercept or Mirror: the requests to take, those that match "
        + "any of the rules. When left out: those whose baggage has the member devsession with the session's "
        + "name.") List<MatchRule> match,
    @JsonPropertyDescription("With mode Intercept: which traffic the machine gets. When left out: "
        + "Matching.") Traffic traffic,
    @JsonPropertyDescription("With mode Intercept: who answers matching requests while the machine can't. When left "
        + "out: Original.") WhenAway whenAway,
    @JsonPropertyDescription("With mode Mirror: whether requests that may change something are copied too, gRPC "
        + "included. Both the original and the machine then carry them out. When left out: only requests with a safe "
        + "method (GET, HEAD, OPTIONS, TRACE).") Boolean unsafe,
    @JsonPropertyDescription("With mode Intercept or Mirror, for ports that speak TLS: the key with which the proxies "
        + "decrypt, so that they see the requests. They speak TLS to the original and to the machine "
        + "too.") ServiceTls tls,
    @JsonPropertyDescription("With mode Intercept: whether answers to requests that match say who gave them, in the "
        + "header devsession-answered-by. When left out: false.") Boolean answerHeader) {
  public SwappedService {
    mode = mode == null ? SwapMode.Replace : mode;
    ports = ports == null ? List.of() : List.copyOf(ports);
    match = match == null ? List.of() : List.copyOf(match);
  }

  /** As before there were modes that share a Service. */
  public SwappedService(String name, SwapMode mode, WorkloadRef workloadRef, List<ServicePortMapping> ports) {
    this(name, mode, workloadRef, ports, List.of(), null, null, null, null, null);
  }
}
