package dev.devsession.crash;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapMode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** A namespace in which scenarios are played, one after the other, with processes of its own. */
public final class Stage implements AutoCloseable {
  private static final String DIRECT = "transport: {type: Direct, hostAddress: 192.0.2.1}";
  private final KubernetesClient client;
  private final String namespace;
  private final int firstPort;
  private final Victim operator;
  private final Victim uninstall;

  /** @param number of the stage, from 0; each has ports of its own */
  Stage(KubernetesClient client, String namespace, int number, Victim operator, Victim uninstall) {
    this.client = client;
    this.namespace = namespace;
    this.firstPort = 20000 + 10 * number;
    this.operator = operator;
    this.uninstall = uninstall;
  }

  public KubernetesClient client() {
    return client;
  }

  public String namespace() {
    return namespace;
  }

  /** The operator, which serves this namespace alone. */
  public Victim operator() {
    return operator;
  }

  /** The program that the chart runs before it is removed. */
  public Victim uninstall() {
    return uninstall;
  }

  /** The first of ten ports that no other stage uses. */
  public int firstPort() {
    return firstPort;
  }

  /** Creates a session that swaps Services to ports of a machine. @param services as {@code orders=3000} */
  public void begin(String session, String... services) {
    create(session, ", " + DIRECT, services);
  }

  /** The same, and waits until they are swapped. */
  public void beginSwapped(String session, String... services) {
    beginServed(SwapMode.Replace, session, services);
  }

  /** Creates a session that shares Services with their originals. @param services as {@code orders=3000} */
  public void intercept(String session, String... services) {
    create(session, ", " + DIRECT, "mode: Intercept, ", services);
  }

  /** Creates a session with this mode, and waits until its Services are served. */
  public void beginServed(SwapMode mode, String session, String... services) {
    begin(mode, session, services);
    awaitAt(session, served(mode));
  }

  /** Creates a session with this mode. @param services as {@code orders=3000} */
  public void begin(SwapMode mode, String session, String... services) {
    if (mode == SwapMode.Intercept) {
      intercept(session, services);
    } else {
      begin(session, services);
    }
  }

  /** Whether the session's Services are served, with this mode. */
  public boolean isServed(SwapMode mode, String session) {
    return isAt(session, served(mode));
  }

  private static ConditionReason served(SwapMode mode) {
    return mode == SwapMode.Intercept ? ConditionReason.Intercepted : ConditionReason.Swapped;
  }

  /** The same, with a NodePort for each Service of the namespace. */
  public void beginWithNodePorts(String session, String... services) {
    create(session, ", names: {via: NodePort}, " + DIRECT, services);
  }

  /** The same, through a gateway, whose pod is ready as if a machine were connected. */
  public void beginThroughTunnel(String session, String... services) {
    create(session, "", services);
  }

  private void create(String session, String more, String[] services) {
    create(session, more, "", services);
  }

  private void create(String session, String more, String mode, String[] services) {
    var list = Arrays.stream(services).map(s -> s.split("="))
        .map(s -> "{name: %s, %sports: [{name: http, hostPort: %s}]}".formatted(s[0], mode, s[1])).toList();
    create("""
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {name: %s}
        spec: {services: %s %s}
        """.formatted(session, list, more));
  }

  /** Merges a JSON patch into a session. */
  public void change(String session, String patch) {
    client.resources(DevSession.class).inNamespace(namespace).withName(session)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  public void delete(String session) {
    client.resources(DevSession.class).inNamespace(namespace).withName(session).delete();
  }

  /** Creates what the YAML says, in this namespace. */
  public void create(String yaml) {
    client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
  }

  /** Creates a namespace, if it isn't there. */
  public void createNamespace(String name) {
    if (client.namespaces().withName(name).get() == null) {
      client.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
    }
  }

  /** The namespace that the operator takes for its own. */
  public String systemNamespace() {
    return namespace + "-system";
  }

  /** Whether the session is Ready for this reason, and has seen its present spec. */
  public boolean isAt(String session, ConditionReason reason) {
    return session(session).filter(s -> s.getStatus() != null
        && s.getMetadata().getGeneration().equals(s.getStatus().observedGeneration())
        && s.getStatus().conditions().stream().filter(c -> c.is(ConditionType.Ready)).map(Condition::reason)
            .anyMatch(reason.name()::equals))
        .isPresent();
  }

  /** Whole seconds since the session was created. */
  public long age(String session) {
    var created = Instant.parse(session(session).orElseThrow().getMetadata().getCreationTimestamp());
    return Duration.between(created, Instant.now()).toSeconds();
  }

  public boolean isGone(String session) {
    return session(session).isEmpty();
  }

  /** Whether no Service of the namespace is swapped or on its way. */
  public boolean hasNoSwaps() {
    return client.resources(Swap.class).inNamespace(namespace).list().getItems().isEmpty();
  }

  /** Whether all proxies, and all of their pods, are of this image. */
  public boolean proxiesUse(String image) {
    return client.apps().deployments().inNamespace(namespace).withLabel(Labels.SWAP).list().getItems().stream()
        .allMatch(d -> d.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage().equals(image))
        && client.pods().inNamespace(namespace).withLabel(Labels.SWAP).list().getItems().stream()
            .allMatch(p -> p.getSpec().getContainers().getFirst().getImage().equals(image));
  }

  public void awaitAt(String session, ConditionReason reason) {
    Patience.await(session + " at " + reason).until(() -> isAt(session, reason));
  }

  /** Deletes all sessions and waits until nothing of them is left. */
  public void deleteSessions() {
    operator.start();
    client.resources(DevSession.class).inNamespace(namespace).delete();
    Patience.await("end of all sessions").until(
        () -> client.resources(DevSession.class).inNamespace(namespace).list().getItems().isEmpty() && hasNoSwaps());
  }

  private Optional<DevSession> session(String name) {
    return Optional.ofNullable(client.resources(DevSession.class).inNamespace(namespace).withName(name).get());
  }

  Snapshot snapshot() {
    return Snapshot.of(client, namespace);
  }

  @Override
  public void close() {
    operator.close();
    uninstall.close();
  }
}
