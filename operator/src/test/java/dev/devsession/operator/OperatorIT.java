package dev.devsession.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong input gets its reason and a message with a remedy, and no workload is touched. On a real API server. */
@EnableKubeAPIServer
class OperatorIT {
  static KubernetesClient client;
  private static DevSessionOperator operator;

  @BeforeAll
  static void start() {
    operator = StartedOperator.start(client);
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  /**
   * One line for each wrong input: the services of the session, further objects of the namespace, the reason, and words
   * of the message.
   */
  static Stream<Case> cases() {
    return Stream.of(
        new Case("service-not-found", "[{name: oders}]", "", ConditionReason.ServiceNotFound,
            "Service oders doesn't exist"),
        new Case("external-name", "[{name: alias}]", service("alias", "type: ExternalName, externalName: example.org"),
            ConditionReason.ExternalNameService, "alias of example.org"),
        new Case("headless", "[{name: bare}]",
            service("bare", "clusterIP: None, selector: {app: orders}, ports: [{port: 80}]"),
            ConditionReason.HeadlessService, "Name a Service with a ClusterIP"),
        new Case("no-selector", "[{name: plain}]", service("plain", "ports: [{port: 80}]"),
            ConditionReason.ServiceWithoutSelector,
            "has no selector"),
        new Case("no-workload", "[{name: lost}]", service("lost", "selector: {app: absent}, ports: [{port: 80}]"),
            ConditionReason.WorkloadNotFound,
            "selects app=absent"),
        new Case("two-workloads", "[{name: both}]",
            service("both", "selector: {tier: back}, ports: [{port: 80}]") + deployment("extra", 1),
            ConditionReason.WorkloadAmbiguous, "Deployment/extra and Deployment/orders"),
        new Case("daemon-set-beside", "[{name: orders}]", pod("orders", "DaemonSet", "agent", "orders"),
            ConditionReason.WorkloadAmbiguous, "pods of DaemonSet/agent and Deployment/orders"),
        new Case("bare-pod-beside", "[{name: orders}]", pod("orders", null, "by-hand", "orders"),
            ConditionReason.WorkloadAmbiguous, "pods of Deployment/orders and Pod/by-hand"),
        new Case("daemon-set-alone", "[{name: ds}]",
            service("ds", "selector: {app: ds}, ports: [{port: 80}]") + pod("ds", "DaemonSet", "agent", "ds"),
            ConditionReason.WorkloadNotFound, "pods of DaemonSet/agent, which the operator can't scale to zero"),
        new Case("replica-set-alone", "[{name: rs}]",
            service("rs", "selector: {app: rs}, ports: [{port: 80}]") + pod("rs", "ReplicaSet", "set", "rs"),
            ConditionReason.WorkloadKindUnknown, "chart's workloadKinds"),
        new Case("several-tcp-ports", "[{name: many, ports: [{name: '', hostPort: 3000}]}]",
            service("many", "selector: {app: orders}, ports: [{name: a, port: 80}, {name: b, port: 81}]"),
            ConditionReason.PortNotFound, "several TCP ports"),
        new Case("wrong-workload-ref", "[{name: orders, workloadRef: {kind: StatefulSet, name: orders}}]", "",
            ConditionReason.WorkloadNotFound,
            "No StatefulSet/orders"),
        new Case("unknown-port", "[{name: orders, ports: [{name: grpc, hostPort: 3000}]}]", "",
            ConditionReason.PortNotFound,
            "It has: \"http\""),
        new Case("unknown-target-port", "[{name: odd}]",
            service("odd", "selector: {app: orders}, ports: [{port: 80, targetPort: nowhere}]"),
            ConditionReason.PortNotFound,
            "\"nowhere\" of Service odd isn't a named container port"),
        new Case("udp", "[{name: dns}]", service("dns", "selector: {app: orders}, ports: [{port: 53, protocol: UDP}]"),
            ConditionReason.PortNotTcp,
            "DevSession forwards only TCP"),
        new Case("colliding-ports", "[{name: pair}]",
            service("pair",
                "selector: {app: orders}, ports: [{name: a, port: 80, targetPort: 8080}, {name: b, port: 81, "
                    + "targetPort: 8080}]"),
            ConditionReason.PortsCollide, "Give them the same hostPort"),
        new Case("at-zero", "[{name: idle}]",
            service("idle", "selector: {app: idle}, ports: [{port: 80}]") + deployment("idle", 0),
            ConditionReason.WorkloadAsleep, "kubectl scale Deployment/idle"),
        new Case("one-wrong-of-two", "[{name: orders}, {name: oders}]", "", ConditionReason.ServiceNotFound, "oders"),
        new Case("unresolved-host", "[{name: orders}]", "", ConditionReason.HostNameUnresolved,
            "host.minikube.internal",
            "nowhere.invalid", ""),
        new Case("node-port-out-of-range", "[{name: orders}]", "", ConditionReason.NodePortOutOfRange,
            "--extra-config=apiserver.service-node-port-range", "192.0.2.1", "names: {via: NodePort}"),
        new Case("node-port-taken", "[{name: orders}]",
            service("first", "selector: {app: orders}, ports: [{port: 30099}]")
                + service("second", "selector: {app: orders}, ports: [{port: 30099}]"),
            ConditionReason.NodePortTaken, "30099", "192.0.2.1", "names: {via: NodePort}", 30098));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void wrongInputIsExplainedAndNothingIsTouched(Case c) {
    var created = createObjects(c);

    createSession(c);

    var ready = await().until(() -> condition(c, "Ready"), r -> r != null && r.reason().equals(c.reason().name()));
    assertThat(ready.message()).contains(c.words());
    assertThat(condition(c, "Accepted").status()).isEqualTo("False");
    assertThat(client.resources(Swap.class).inNamespace(c.namespace()).list().getItems()).isEmpty();
    for (var before : created) {
      assertThat(client.resource(before).get().getMetadata().getResourceVersion())
          .as("%s", before.getMetadata().getName())
          .isEqualTo(before.getMetadata().getResourceVersion());
    }
    await().untilAsserted(() -> assertThat(client.v1().events().inNamespace(c.namespace()).list().getItems())
        .anySatisfy(e -> assertThat(e.getReason()).isEqualTo(c.reason().name())));
  }

  /** There is no kubelet, so the proxy never becomes ready. */
  @Test
  void originalKeepsItsReplicasWhileTheProxyIsNotReady() {
    var c = new Case("accepted", "[{name: orders, ports: [{name: http, hostPort: 3000}]}]", "",
        ConditionReason.ProxyStarting,
        "");
    createObjects(c);

    createSession(c);

    await().until(() -> condition(c, "Ready"), r -> r != null && r.reason().equals(c.reason().name()));
    await().untilAsserted(
        () -> assertThat(client.apps().deployments().inNamespace(c.namespace()).withName("devsession-orders").get())
            .isNotNull());
    assertThat(client.configMaps().inNamespace(c.namespace()).withName("devsession-orders").get().getData())
        .containsEntry("routes.properties", "8080=192.0.2.1:3000\n");
    assertThat(client.apps().deployments().inNamespace(c.namespace()).withName("orders").get().getSpec().getReplicas())
        .isEqualTo(2);
  }

  /** The others behind the same selector keep answering their share. */
  @Test
  void workloadNamedByRefIsReplacedWhileOthersKeepTheirShare() {
    var c = new Case("named", "[{name: orders, workloadRef: {kind: Deployment, name: orders}}]",
        deployment("canary", 1).replace("app: \"canary\"", "app: \"orders\"")
            + pod("orders", "DaemonSet", "agent", "orders"),
        ConditionReason.ProxyStarting, "");
    createObjects(c);
    createSession(c);
    await().until(() -> condition(c, "Ready"), r -> r != null && r.reason().equals(c.reason().name()));
  }

  @Test
  void servicesOfOneWorkloadShareOneProxy() {
    var c = new Case("shared", "[{name: orders, ports: [{name: http, hostPort: 3000}]}, {name: orders-grpc}]",
        service("orders-grpc", "selector: {app: orders}, ports: [{port: 9090}]"), ConditionReason.ProxyStarting, "");
    createObjects(c);
    createSession(c);

    await().untilAsserted(() -> assertThat(client.configMaps().inNamespace(c.namespace()).withLabel(Labels.SWAP).list()
        .getItems()).singleElement().satisfies(config -> assertThat(config.getData()).containsEntry("routes.properties",
            "8080=192.0.2.1:3000\n9090=192.0.2.1:9090\n")));
    await().untilAsserted(() -> assertThat(client.resources(Swap.class).inNamespace(c.namespace())
        .withName("orders-grpc").get().getStatus()).isNotNull()
        .extracting(SwapStatus::conditions, InstanceOfAssertFactories.list(Condition.class))
        .anySatisfy(s -> assertThat(s.message()).contains("Service orders of the same session")));
  }

  private static List<HasMetadata> createObjects(Case c) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(c.namespace()).endMetadata().build()).create();
    return client.load(stream(c.objects())).inNamespace(c.namespace()).create();
  }

  private static void createSession(Case c) {
    client.load(stream(c.session())).inNamespace(c.namespace()).create();
  }

  record Case(String namespace, String services, String more, ConditionReason reason, String words, String host,
      String names,
      int port) {
    Case(String namespace, String services, String more, ConditionReason reason, String words) {
      this(namespace, services, more, reason, words, "192.0.2.1", "");
    }

    Case(String namespace, String services, String more, ConditionReason reason, String words, String host,
        String names) {
      this(namespace, services, more, reason, words, host, names, 8080);
    }

    String objects() {
      return deployment("orders", 2)
          + service("orders", "selector: {app: orders}, ports: [{name: http, port: " + port + "}]") + more;
    }

    String session() {
      return "apiVersion: devsession.dev/v1alpha1\nkind: DevSession\nmetadata: {name: ada}\nspec:\n  services: "
          + services
          + "\n  transport: {type: Direct, hostAddress: " + host + "}\n  " + names + "\n";
    }

    @Override
    public String toString() {
      return namespace;
    }
  }

  private static Condition condition(Case c, String type) {
    var session = client.resources(DevSession.class).inNamespace(c.namespace()).withName("ada").get();
    return session.getStatus() == null
        ? null
        : session.getStatus().conditions().stream().filter(x -> x.type().equals(type)).findFirst().orElse(null);
  }

  private static String service(String name, String spec) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {" + spec + "}\n---\n";
  }

  /** A pod behind a Service, as the controllers of Kubernetes would list it. @param kind of its owner, or null */
  private static String pod(String service, String kind, String owner, String app) {
    var name = kind == null ? owner : owner + "-x";
    var owners = kind == null
        ? ""
        : ", ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: u, controller: true}]".formatted(kind,
            owner);
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: %s}%s}
        spec: {containers: [{name: c, image: none}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %s-1, labels: {kubernetes.io/service-name: %s}}
        addressType: IPv4
        endpoints: [{addresses: [10.1.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: %s}}]
        ---
        """.formatted(name, app, owners, service, service, name);
  }

  private static String deployment(String name, int replicas) {
    var pod = Map.of("metadata", Map.of("labels", Map.of("app", name, "tier", "back")), "spec",
        Map.of("containers", List.of(Map.of("name", "c", "image", "none"))));
    return Serialization
        .asYaml(Map.of("apiVersion", "apps/v1", "kind", "Deployment", "metadata", Map.of("name", name), "spec",
            Map.of("replicas", replicas, "selector", Map.of("matchLabels", Map.of("app", name)), "template", pod)))
        + "\n---\n";
  }

  private static java.io.InputStream stream(String yaml) {
    return new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
