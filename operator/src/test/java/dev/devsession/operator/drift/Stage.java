package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.operator.DevSessionOperator;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.swap.DriftPauses;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A hollow cluster with the operator at work in this process, and namespaces with a Service orders. */
final class Stage implements AutoCloseable {
  private static final String CRDS = "../crds/yaml/";
  private static final String FIXTURES = "src/test/resources/drift/";
  /** Short, but long enough to tell one attempt from the next; unit tests cover the defaults. */
  static final DriftPauses PAUSES = new DriftPauses(Duration.ofSeconds(5), Duration.ofMinutes(10),
      Duration.ofSeconds(10));
  private final AtomicInteger count = new AtomicInteger();
  private final HollowCluster cluster;
  private final DevSessionOperator operator;

  Stage() {
    cluster = HollowCluster.start(List.of("--feature-gates=HPAScaleToZero=true"),
        Path.of(CRDS, "devsessions.devsession.dev.yaml"), Path.of(CRDS, "swaps.devsession.dev.yaml"),
        Path.of(FIXTURES, "scaledobjects.yaml"), Path.of(FIXTURES, "rollouts.yaml"));
    operator = new DevSessionOperator(cluster.client(), new OperatorConfig("default", "devsession", Set.of(),
        WorkloadKind.with("argoproj.io/v1alpha1/Rollout"), "proxy", "IfNotPresent", "", 0, false), Clock.systemUTC(),
        PAUSES);
    operator.start();
  }

  KubernetesClient client() {
    return cluster.client();
  }

  /** Creates a namespace with the Service orders. */
  TestNamespace createNamespace() {
    var namespace = "drift-" + count.incrementAndGet();
    client().resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    client().resource(new ServiceBuilder().withNewMetadata().withNamespace(namespace).withName("orders").endMetadata()
        .withNewSpec().addToSelector("app", "orders").addNewPort().withPort(80).withNewTargetPort(8080).endPort()
        .endSpec().build()).create();
    return new TestNamespace(client(), namespace);
  }

  @Override
  public void close() {
    operator.close();
    cluster.close();
  }

  /** Passes the stage to test classes that have it as a parameter. It is built once per run. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context.getRoot().getStore(Namespace.GLOBAL).getOrComputeIfAbsent(Stage.class, type -> new Stage());
    }
  }

  /** One namespace, and the session ada in it. */
  record TestNamespace(KubernetesClient client, String namespace) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    LiveObject object(Map<String, Object> manifest) {
      return LiveObject.of(client, namespace, manifest);
    }

    LiveObject orders() {
      return object(Orders.deployment());
    }

    /** Waits until all replicas of the workload are available. */
    void awaitAvailable(LiveObject workload) {
      await().atMost(PATIENCE)
          .untilAsserted(() -> assertThat(Json.at(workload.get(), "/status/availableReplicas"))
              .isEqualTo(Json.at(workload.get(), "/spec/replicas")));
    }

    /** Creates the session ada, which swaps orders. */
    void createSession() {
      createSession(Map.of("name", "orders"));
    }

    void createSession(Map<String, Object> service) {
      client.raw("/apis/devsession.dev/v1alpha1/namespaces/" + namespace + "/devsessions", "POST",
          Map.of("apiVersion", "devsession.dev/v1alpha1", "kind", "DevSession", "metadata", Map.of("name", "ada"),
              "spec", Map.of("services", List.of(service), "transport",
                  Map.of("type", "Direct", "hostAddress", "192.0.2.1"))));
    }

    /** Deletes the session and waits until its Swap and its proxy are gone. */
    void deleteSession() {
      client.resources(DevSession.class).inNamespace(namespace).withName("ada").delete();
      await().atMost(PATIENCE).untilAsserted(() -> {
        assertThat(client.resources(DevSession.class).inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.resources(Swap.class).inNamespace(namespace).list().getItems()).isEmpty();
        assertThat(client.apps().deployments().inNamespace(namespace).withName("devsession-orders").get()).isNull();
      });
    }

    void awaitReady() {
      awaitReady(PATIENCE);
    }

    void awaitReady(Duration patience) {
      await().atMost(patience).untilAsserted(() -> {
        assertThat(onSession("Ready")).hasValueSatisfying(c -> assertThat(c.status()).as("%s", c).isEqualTo("True"));
        assertThat(onSwap("Swapped")).hasValueSatisfying(c -> assertThat(c.status()).as("%s", c).isEqualTo("True"));
      });
    }

    Optional<Condition> onSession(String type) {
      var session = client.resources(DevSession.class).inNamespace(namespace).withName("ada").get();
      return session.getStatus() == null ? Optional.empty() : find(session.getStatus().conditions(), type);
    }

    Optional<Condition> onSwap(String type) {
      return ordersSwap().filter(s -> s.getStatus() != null).flatMap(s -> find(s.getStatus().conditions(), type));
    }

    Optional<Swap> ordersSwap() {
      return Optional.ofNullable(client.resources(Swap.class).inNamespace(namespace).withName("orders").get());
    }

    /** The statuses and the workload, for the message of a failed test. */
    @Override
    public String toString() {
      var session = client.resources(DevSession.class).inNamespace(namespace).withName("ada").get();
      return "session " + (session == null ? null : session.getStatus()) + "\nswap "
          + ordersSwap().map(Swap::getStatus).orElse(null) + "\norders " + orders().get();
    }

    /** The Events about the session. */
    List<Event> events(String reason) {
      return client.v1().events().inNamespace(namespace).list().getItems().stream()
          .filter(e -> e.getInvolvedObject().getName().equals("ada") && e.getReason().equals(reason)).toList();
    }

    private static Optional<Condition> find(List<Condition> conditions, String type) {
      return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }
  }
}
