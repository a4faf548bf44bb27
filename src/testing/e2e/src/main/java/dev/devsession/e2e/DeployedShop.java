package dev.devsession.e2e;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sample shop in a namespace of its own that enforces the restricted Pod Security Standard. */
public final class DeployedShop implements AutoCloseable {
  /** Longest time that one step may take, in seconds; the machine may be busy. */
  public static final int PATIENCE = 120;
  private final KubernetesClient client;
  public final String namespace;

  private static final AtomicInteger COUNT = new AtomicInteger();

  private DeployedShop(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Deploys the shop and waits until all of it is available. */
  public static DeployedShop deploy(Installation installation, String prefix) {
    return deploy(installation, prefix, yaml -> yaml);
  }

  /** @param change changes the manifest before it is applied */
  public static DeployedShop deploy(Installation installation, String prefix,
      java.util.function.UnaryOperator<String> change) {
    var namespace = prefix + "-" + Long.toString(ProcessHandle.current().pid(), 36) + COUNT.incrementAndGet();
    var client = installation.client;
    client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace)
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted").endMetadata().build()).create();
    var shop = new DeployedShop(client, namespace);
    try {
      shop.apply(installation.ports.apply(change.apply(Files.readString(Project.path("src/testing/shop/shop.yaml")))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shop.awaitAvailable();
    return shop;
  }

  public void apply(String yaml) {
    client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
  }

  public void awaitAvailable() {
    client.apps().deployments().inNamespace(namespace).list().getItems()
        .forEach(d -> client.resource(d).waitUntilCondition(
            n -> n != null && n.getStatus().getAvailableReplicas() != null
                && n.getStatus().getAvailableReplicas().equals(n.getSpec().getReplicas()),
            PATIENCE, TimeUnit.SECONDS));
    client.apps().statefulSets().inNamespace(namespace).list().getItems()
        .forEach(s -> client.resource(s).waitUntilCondition(
            n -> n != null && n.getStatus().getAvailableReplicas() != null
                && n.getStatus().getAvailableReplicas().equals(n.getSpec().getReplicas()),
            PATIENCE, TimeUnit.SECONDS));
  }

  /** A Service of one port 8080 with a small Deployment behind it, as YAML. */
  public static String service(String name) {
    try {
      var orders = Files.readString(Project.path("src/testing/shop/shop.yaml")).split("\n---\n");
      var named = ManifestText.replace(orders[2] + "\n---\n" + orders[3] + "\n---\n", "args: [orders]",
          "args: [ORDERS]").replace("orders", name).replace("ORDERS", "orders");
      return ManifestText.replace(named, "replicas: 3", "replicas: 1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the proxies' pods that aren't on their way out. */
  public Set<String> proxyPods() {
    return client.pods().inNamespace(namespace).withLabel(Labels.SWAP).list().getItems().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null).map(p -> p.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** Waits for it: the kubelet reports the address up to a second after programs in the pod are connected. */
  public String podAddress(String pod) {
    return client.pods().inNamespace(namespace).withName(pod)
        .waitUntilCondition(p -> p != null && p.getStatus().getPodIP() != null, PATIENCE, TimeUnit.SECONDS)
        .getStatus().getPodIP();
  }

  /** Waits until no proxy pod is left, draining ones included. */
  public void awaitNoProxies() {
    awaitPods(client.pods().inNamespace(namespace).withLabel(Labels.SWAP), 0);
  }

  /** Waits until no gateway's pod is left. */
  public void awaitNoGateways() {
    awaitPods(client.pods().inNamespace(namespace).withLabel(Labels.SESSION), 0);
  }

  /** Waits until there are just so many pods. */
  public void awaitPods(int count) {
    awaitPods(client.pods().inNamespace(namespace), count);
  }

  private static void awaitPods(FilterWatchListDeletable<Pod, PodList, PodResource> pods, int count) {
    org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(PATIENCE))
        .until(() -> pods.list().getItems().size() == count);
  }

  /** Applies a session; the fields of its spec in YAML's flow style. */
  public DevSession session(String name, String spec) {
    apply("apiVersion: devsession.dev/v1alpha1\nkind: DevSession\nmetadata: {name: " + name + "}\nspec: {" + spec
        + "}\n");
    return client.resources(DevSession.class).inNamespace(namespace).withName(name).get();
  }

  /** Waits for the session's Ready condition to be so. */
  public Condition await(String session, Predicate<Condition> wanted) {
    var resource = client.resources(DevSession.class).inNamespace(namespace).withName(session);
    try {
      return ready(resource.waitUntilCondition(s -> s != null && s.getStatus() != null
          && s.getMetadata().getGeneration().equals(s.getStatus().observedGeneration()) && wanted.test(ready(s)),
          PATIENCE, TimeUnit.SECONDS));
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "after " + PATIENCE + " s:\n" + Serialization.asYaml(resource.get())
              + client.pods().inNamespace(namespace).list()
                  .getItems().stream().map(p -> p.getMetadata().getName() + " " + p.getStatus().getPhase()).toList(),
          e);
    }
  }

  private static Condition ready(DevSession session) {
    return session.getStatus().conditions().stream().filter(c -> c.is(ConditionType.Ready)).findFirst().orElseThrow();
  }

  /** Deletes the session and returns when it is gone, which means that everything is restored. */
  public void deleteSession(String session) {
    var resource = client.resources(DevSession.class).inNamespace(namespace).withName(session);
    resource.delete();
    resource.waitUntilCondition(s -> s == null, PATIENCE, TimeUnit.SECONDS);
  }

  /** Everything of the user's here, whole but for what must differ: versions, times and status. */
  public Map<String, Map<?, ?>> everything() {
    var all = new TreeMap<String, Map<?, ?>>();
    Stream.of(Deployment.class, StatefulSet.class, Service.class, Swap.class, DevSession.class)
        .flatMap(t -> client.resources(t).inNamespace(namespace).list().getItems().stream())
        .forEach(o -> all.put(o.getKind() + "/" + o.getMetadata().getName(), comparable(o)));
    return all;
  }

  /** Deletes all sessions here and returns when they are gone, which means that everything is restored. */
  public void deleteSessions() {
    var sessions = client.resources(DevSession.class).inNamespace(namespace);
    var names = sessions.list().getItems().stream().map(s -> s.getMetadata().getName()).toList();
    sessions.delete();
    names.forEach(n -> sessions.withName(n).waitUntilCondition(s -> s == null, PATIENCE, TimeUnit.SECONDS));
  }

  /** Deletes the sessions, then the namespace; doesn't wait until the namespace is gone. */
  @Override
  public void close() {
    deleteSessions();
    client.namespaces().withName(namespace).delete();
  }

  private static Map<?, ?> comparable(HasMetadata object) {
    var copy = Serialization.clone(object);
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setGeneration(null);
    copy.getMetadata().setManagedFields(
        copy.getMetadata().getManagedFields().stream().filter(f -> !"status".equals(f.getSubresource())).toList());
    copy.getMetadata().getManagedFields().forEach(f -> f.setTime(null));
    var map = Serialization.unmarshal(Serialization.asJson(copy), Map.class);
    map.remove("status");
    return map;
  }
}
