package dev.devsession.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.Disconnect;
import dev.devsession.api.v1alpha1.DisconnectAction;
import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.api.v1alpha1.TransportType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the agent reads of a DevSession. It ignores unknown fields, so that it works with newer operators too.
 *
 * @param uid of the object, which no other one ever has
 * @param madeBy the {@code user@machine} whose {@code devsession up} made it; empty: declared by other means
 * @param leaving it is being deleted, and the operator is restoring the originals
 * @param transport Tunnel or Direct
 * @param namesVia where names lead; empty: as the transport has it
 * @param current whether the status speaks of the spec as it is now
 * @param expiresAt in RFC 3339, or empty
 * @param graceSeconds how long the machine may be away before the originals run again
 * @param holds whether they never do as long as the session exists
 * @param gateway what the agent connects to, once there is one
 */
public record Session(String namespace, String name, String uid, Optional<String> madeBy, boolean leaving,
    boolean suspended, String transport, Optional<String> namesVia, List<Wanted> wanted, boolean current,
    List<Condition> conditions,
    List<ServiceState> services,
    Optional<Gateway> gateway, Optional<String> expiresAt, int graceSeconds, boolean holds) {

  private static final int GRACE_SECONDS = new Disconnect(null, null).graceSeconds();

  /**
   * @param port on the pod's loopback, where the tunnel ends
   * @param nodePort at which nodes lead to it, if the session may use one
   */
  public record Gateway(String pod, int port, OptionalInt nodePort) {}

  /** A Service of the spec. @param shared what it asks for of a Service that the original answers too */
  public record Wanted(String name, List<Port> ports, Optional<SharedTraffic> shared) {}

  /** @param name of the Service's port; empty: its only one */
  public record Port(String name, int hostPort) {}

  /** A condition of the status. */
  public record Condition(String type, String status, String reason, String message) {
    /** True exactly for status {@code True}. */
    public boolean holds() {
      return "True".equals(status);
    }
  }

  /**
   * Where one Service stands.
   *
   * @param replicas of the original before it was swapped; 0 if that isn't known yet
   */
  public record ServiceState(String name, String state, String holder, int replicas, String message) {}

  /** @param json a DevSession */
  public static Session of(JsonNode json) {
    var metadata = json.path("metadata");
    var spec = json.path("spec");
    var status = json.path("status");
    return new Session(metadata.path("namespace").asText(), metadata.path("name").asText(),
        metadata.path("uid").asText(), text(metadata.path("annotations").path(Annotations.MADE_BY)),
        metadata.has("deletionTimestamp"), spec.path("suspend").asBoolean(),
        spec.path("transport").path("type").asText(TransportType.Tunnel.name()), text(spec.path("names").path("via")),
        spec.path("services").valueStream().map(s -> wanted(s, metadata.path("name").asText())).toList(),
        status.path("observedGeneration").asLong(-1) >= metadata.path("generation").asLong(),
        status.path("conditions").valueStream().map(c -> new Condition(c.path("type").asText(),
            c.path("status").asText(), c.path("reason").asText(), c.path("message").asText())).toList(),
        status.path("services").valueStream().map(s -> new ServiceState(s.path("name").asText(),
            s.path("state").asText(ConditionReason.Pending.name()), s.path("holder").asText(""),
            s.path("originalReplicas").asInt(),
            s.path("message").asText(""))).toList(),
        text(status.path("gateway").path("podName"))
            .map(pod -> gateway(pod, status.path("gateway"))),
        text(status.path("expiresAt")), spec.path("disconnect").path("graceSeconds").asInt(GRACE_SECONDS),
        DisconnectAction.Hold.name().equals(spec.path("disconnect").path("action").asText()));
  }

  /** Whether the cluster reaches this machine by itself, without a tunnel. */
  public boolean isDirect() {
    return TransportType.Direct.name().equals(transport);
  }

  /** The condition of this type, if the operator has given one. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(c -> c.type().equals(type.name())).findFirst();
  }

  /** Where a Service of the spec stands, if the operator has said so. */
  public Optional<ServiceState> service(String service) {
    return services.stream().filter(s -> s.name().equals(service)).findFirst();
  }

  /** As people write it: {@code shop/ada}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }

  private static Gateway gateway(String pod, JsonNode status) {
    return new Gateway(pod, status.path("tunnelPort").asInt(GatewayPorts.TUNNEL),
        status.has("nodePort") ? OptionalInt.of(status.path("nodePort").asInt()) : OptionalInt.empty());
  }

  private static Wanted wanted(JsonNode service, String session) {
    return new Wanted(service.path("name").asText(), service.path("ports").valueStream()
        .map(p -> new Port(p.path("name").asText(""), p.path("hostPort").asInt())).toList(),
        SharedTraffic.of(service, session));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.asText().isEmpty()
        ? Optional.empty()
        : Optional.of(node.asText());
  }
}
