package dev.devsession.operator.force;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/** A namespace with the Service orders and its Deployment of three replicas, and an operator that serves it alone. */
final class Shop implements AutoCloseable {
  static final List<Path> CRDS = List.of(Path.of("../crds/yaml/devsessions.devsession.dev.yaml"),
      Path.of("../crds/yaml/swaps.devsession.dev.yaml"));
  static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  final KubernetesClient client;
  final String namespace;
  final Map<?, ?> before;
  private final OperatorConfig settings;
  private Running operator;

  static HollowCluster cluster() {
    var cluster = HollowCluster.start(CRDS.toArray(Path[]::new));
    routePodRequestsTo(cluster);
    return cluster;
  }

  /** Lets operators in this process reach the pods of this cluster from now on, and of no other. */
  static void routePodRequestsTo(HollowCluster cluster) {
    cluster.jvmOptions().forEach(o -> System.setProperty(o.substring(2, o.indexOf('=')),
        o.substring(o.indexOf('=') + 1)));
  }

  /** Returns when its pods are ready and the operator serves it. */
  Shop(HollowCluster cluster, String namespace) {
    this.client = cluster.client();
    this.namespace = namespace;
    settings = new OperatorConfig(namespace + "-system", "devsession", Set.of(namespace), WorkloadKind.BUILT_IN,
        "proxy", "IfNotPresent", "", 0, false);
    client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    client.load(new ByteArrayInputStream(ORDERS.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
    eventually("orders is available", () -> assertThat(orders().getStatus().getReadyReplicas()).isEqualTo(3));
    before = comparable();
    startOperator();
    await().atMost(PATIENCE).until(operator::isReady);
  }

  /** Creates the Deployment that the chart creates for the operator. */
  void install() {
    install(client, settings);
  }

  static void install(KubernetesClient client, OperatorConfig settings) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(settings.namespace()).endMetadata().build())
        .create();
    client.load(new ByteArrayInputStream("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: devsession, labels: {app.kubernetes.io/name: devsession}}
        spec:
          selector: {matchLabels: {app: operator}}
          template:
            metadata: {labels: {app: operator}}
            spec: {containers: [{name: operator, image: none, env: [{name: WATCH_NAMESPACES, value: "%s"}]}]}
        """.formatted(String.join(",", settings.watchNamespaces())).getBytes(StandardCharsets.UTF_8)))
        .inNamespace(settings.namespace()).create();
  }

  /** The messages of the Events NotServing about an operator's Deployment. */
  static List<String> notServingEvents(KubernetesClient client, String namespace) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(e -> e.getReason().equals("NotServing") && e.getInvolvedObject().getName().equals("devsession"))
        .map(Event::getMessage).toList();
  }

  List<String> notServingEvents() {
    return notServingEvents(client, settings.namespace());
  }

  Running operator() {
    return operator;
  }

  Running startOperator() {
    operator = new Running(client, settings);
    return operator;
  }

  void stopOperator() {
    operator.close();
  }

  void createSession(String session) {
    createSession(session, 28800);
  }

  void createSession(String session, int ttlSeconds) {
    client.load(new ByteArrayInputStream("""
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {name: %s}
        spec: {services: [{name: orders}], transport: {type: Direct, hostAddress: 192.0.2.1}, ttlSeconds: %d}
        """.formatted(session, ttlSeconds).getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
  }

  /** Creates a session that shares orders. @param mode Intercept or Mirror */
  void createSharingSession(String session, String mode) {
    client.load(new ByteArrayInputStream("""
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {name: %s}
        spec:
          services: [{name: orders, mode: %s, ports: [{name: http, hostPort: 3000}]}]
          transport: {type: Direct, hostAddress: 192.0.2.1}
        """.formatted(session, mode).getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
  }

  Service service() {
    return client.services().inNamespace(namespace).withName("orders").get();
  }

  /** The routes of the proxies, line by line. */
  List<String> routes() {
    return client.configMaps().inNamespace(namespace).withName("devsession-orders").get().getData()
        .get("routes.properties").lines().toList();
  }

  /** Creates the session ada and waits until orders is swapped. */
  void createSwappedSession() {
    createSession("ada");
    awaitAt("ada", ConditionReason.Swapped);
  }

  void awaitAt(String session, ConditionReason reason) {
    eventually(session + " is " + reason, () -> assertThat(reason(session)).isEqualTo(reason.name()));
    if (reason == ConditionReason.Swapped) {
      assertThat(orders().getSpec().getReplicas()).isZero();
    }
  }

  private String reason(String session) {
    var present = session(session).get();
    return present == null || present.getStatus() == null
        ? null
        : Conditions.find(present.getStatus().conditions(), ConditionType.Ready).map(c -> c.reason()).orElse(null);
  }

  /** Waits until the whole workload is as it was, and nothing of DevSession is left. */
  void awaitAsBefore() {
    eventually("orders is as before", () -> assertThat(comparable()).isEqualTo(before));
    awaitNothingLeft();
  }

  void awaitNothingLeft() {
    eventually("nothing is left", () -> {
      assertThat(all(Deployment.class)).extracting(d -> d.getMetadata().getName()).containsExactly("orders");
      assertThat(client.configMaps().inNamespace(namespace).withLabel(Labels.SWAP).list().getItems()).isEmpty();
      assertThat(all(Service.class)).extracting(s -> s.getMetadata().getName()).containsExactly("orders");
      assertThat(all(DevSession.class)).isEmpty();
      assertThat(all(Swap.class)).isEmpty();
    });
  }

  /** Empty if the API server no longer knows the kind. */
  private <T extends HasMetadata> List<T> all(Class<T> type) {
    try {
      return client.resources(type).inNamespace(namespace).list().getItems();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(404);
      return List.of();
    }
  }

  void eventually(String what, org.awaitility.core.ThrowingRunnable assertion) {
    try {
      await(what).atMost(PATIENCE).untilAsserted(assertion);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          e.getMessage() + "\nobjects:\n" + Serialization.asYaml(List.of(all(DevSession.class),
              all(Swap.class), all(Deployment.class))),
          e);
    }
  }

  Resource<DevSession> session(String name) {
    return client.resources(DevSession.class).inNamespace(namespace).withName(name);
  }

  Resource<Swap> swap() {
    return client.resources(Swap.class).inNamespace(namespace).withName("orders");
  }

  Deployment orders() {
    return client.apps().deployments().inNamespace(namespace).withName("orders").get();
  }

  /** Removes all finalizers and deletes the object, repeatedly until it is gone. */
  <T extends HasMetadata> void strip(Resource<T> object) {
    var uid = object.get().getMetadata().getUid();
    await("stripped").atMost(PATIENCE).ignoreException(KubernetesClientException.class).until(() -> {
      object.patch(MERGE, "{\"metadata\":{\"uid\":\"" + uid + "\",\"finalizers\":null}}");
      object.delete();
      var present = object.get();
      return present == null || !present.getMetadata().getUid().equals(uid);
    });
  }

  /** Writes the mark as a user does by hand; null removes it. */
  void setMark(String mark) {
    client.apps().deployments().inNamespace(namespace).withName("orders").patch(MERGE, Serialization.asJson(
        Map.of("metadata",
            Map.of("annotations", java.util.Collections.singletonMap(Annotations.ORIGINAL, mark)))));
  }

  String mark() {
    var annotations = orders().getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Annotations.ORIGINAL);
  }

  /** The Events about the workload. */
  List<Event> events(String reason) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(e -> e.getInvolvedObject().getName().equals("orders")
            && e.getInvolvedObject().getKind().equals("Deployment") && e.getReason().equals(reason))
        .toList();
  }

  /** The whole workload but what must differ: versions, status, and the times and order of managedFields. */
  Map<?, ?> comparable() {
    return comparable(orders());
  }

  /** The same of another object. */
  static Map<?, ?> comparable(HasMetadata object) {
    var copy = Serialization.clone(object);
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setGeneration(null);
    copy.getMetadata().setManagedFields(copy.getMetadata().getManagedFields().stream()
        .filter(f -> !"status".equals(f.getSubresource())).sorted(Comparator.comparing(f -> f.getManager()
            + f.getOperation() + f.getSubresource()))
        .toList());
    copy.getMetadata().getManagedFields().forEach(f -> f.setTime(null));
    var all = Serialization.unmarshal(Serialization.asJson(copy), Map.class);
    all.remove("status");
    return all;
  }

  @Override
  public void close() {
    operator.close();
    client.apps().deployments().inNamespace(settings.namespace()).delete();
  }

  private static final String ORDERS = """
      apiVersion: v1
      kind: Service
      metadata: {name: orders}
      spec: {selector: {app: orders}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, labels: {team: shop}}
      spec:
        replicas: 3
        selector: {matchLabels: {app: orders}}
        template:
          metadata: {labels: {app: orders}}
          spec: {containers: [{name: main, image: none, ports: [{containerPort: 8080}]}]}
      """;
}
