package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadWriter;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code devsession restore} as a process, against a real API server where no operator runs. */
class RestoreIT extends AgainstApiServer {

  private record Run(int code, String output) {}

  @BeforeAll
  void installCrds() throws IOException {
    api.installCrds();
  }

  @Test
  void saysWhenThereIsNothingToDo() throws Exception {
    load(namespace, DEPLOYMENT.formatted("orders"));
    assertThat(restore()).isEqualTo(new Run(0,
        "✔ nothing to do   no workload that a session scaled to zero, and no other object of DevSession, in namespace "
            + namespace + "\n"));
  }

  @Test
  void workloadsAreRestoredAndAllOtherObjectsRemoved() throws Exception {
    var orders = scaledToZero("orders");
    var stock = scaledToZero("stock");
    load(namespace, REST);
    swap("orders", "");

    var shown = restore("--dry-run");
    assertThat(shown.output()).contains("would restore   " + namespace + "/Deployment/orders  to 3 replicas",
        "would restore   " + namespace + "/Deployment/stock  to 3 replicas",
        "would remove    1 proxy, 1 NodePort Service, 1 session, 1 swap");
    assertThat(shown.code()).isZero();
    assertThat(get("orders").getSpec().getReplicas()).as("after a dry run").isZero();

    var run = restore();
    assertThat(run.output()).contains("✔ restored        " + namespace + "/Deployment/orders  to 3 replicas",
        "✔ restored        " + namespace + "/Deployment/stock  to 3 replicas",
        "✔ removed         1 proxy, 1 NodePort Service, 1 session, 1 swap");
    assertThat(run.code()).isZero();
    assertThat(comparable(get("orders"))).isEqualTo(comparable(orders));
    assertThat(comparable(get("stock"))).isEqualTo(comparable(stock));
    assertThat(admin.resources(DevSession.class).inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(admin.resources(Swap.class).inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(admin.configMaps().inNamespace(namespace).withLabel(Labels.SWAP).list().getItems()).isEmpty();
    assertThat(admin.services().inNamespace(namespace).list().getItems()).isEmpty();
    assertThat(restore().output()).startsWith("✔ nothing to do");
  }

  @Test
  void damagedMarkIsReadFromTheSwap() throws Exception {
    var orders = scaledToZero("orders");
    swap("orders", get("orders").getMetadata().getAnnotations().get(Annotations.ORIGINAL));
    annotate("orders", null);
    assertThat(restore().code()).isZero();
    assertThat(comparable(get("orders"))).isEqualTo(comparable(orders));
  }

  @Test
  void damagedMarkWithoutASwapIsReportedAndTheRestIsRestored() throws Exception {
    scaledToZero("orders");
    annotate("orders", "nonsense");
    scaledToZero("stock");
    var damaged = get("orders");
    var run = restore();
    assertThat(run.output()).contains("! not restored    " + namespace + "/Deployment/orders: its annotation "
        + "devsession.dev/original can't be read: nonsense. Set its replicas by hand and remove the annotation",
        "✔ restored        " + namespace + "/Deployment/stock  to 3 replicas");
    assertThat(run.code()).isEqualTo(1);
    assertThat(get("orders")).isEqualTo(damaged);
  }

  @Test
  void onlyTheNamedNamespacesAreRestored() throws Exception {
    var other = namespace + "-other";
    admin.resource(new NamespaceBuilder().withNewMetadata().withName(other).endMetadata().build()).create();
    load(other, DEPLOYMENT.formatted("orders"));
    new WorkloadWriter(admin).scaleToZero(Workload.of(get(other, "orders")), "orders", "2026-01-01T00:00:00Z");
    assertThat(restore("-n", namespace).output()).startsWith("✔ nothing to do");
    assertThat(get(other, "orders").getSpec().getReplicas()).isZero();
    assertThat(restore("--all").output()).contains(other + "/Deployment/orders  to 3 replicas");
    assertThat(get(other, "orders").getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void missingPermissionIsReportedAndTheRestIsRestored() throws Exception {
    assertThat(restore("--context", "ada")).satisfies(run -> {
      assertThat(run.output()).contains("you (ada) may not list deployments in namespace " + namespace);
      assertThat(run.code()).isEqualTo(3);
    });
    scaledToZero("orders");
    swap("orders", "");
    load(namespace, MAY_WAKE_BUT_NOT_DELETE);
    assertThat(restore("--context", "ada")).satisfies(run -> {
      assertThat(run.output()).contains("✔ restored        " + namespace + "/Deployment/orders  to 3 replicas",
          "you (ada) may not delete and patch swaps in namespace " + namespace,
          "you (ada) may not list services in namespace " + namespace);
      assertThat(run.code()).isEqualTo(1);
    });
  }

  @Test
  void workloadThatCannotBeRestoredKeepsItsSwap() throws Exception {
    scaledToZero("orders");
    swap("orders", "");
    load(namespace, MAY_ALL_BUT_RESTORE);
    assertThat(restore("--context", "ada")).satisfies(run -> {
      assertThat(run.output()).contains("! not restored    " + namespace + "/Deployment/orders: ", "cannot patch");
      assertThat(run.code()).isEqualTo(1);
    });
    assertThat(admin.resources(Swap.class).inNamespace(namespace).withName("orders").get().getMetadata()
        .getDeletionTimestamp()).isNull();
    assertThat(restore().code()).isZero();
  }

  @Test
  void refusesWhileAnOperatorRuns() throws Exception {
    scaledToZero("orders");
    load(namespace, OPERATOR);
    var operator = admin.apps().deployments().inNamespace(namespace).withName("any");
    operator.editStatus(o -> new DeploymentBuilder(o).withNewStatus().withReplicas(1).withReadyReplicas(1)
        .withAvailableReplicas(1).endStatus().build());
    try {
      var run = restore();
      assertThat(run.output()).contains("the operator " + namespace + "/any is running and restores by itself",
          "kubectl delete devsessions --all -n " + namespace, "--force");
      assertThat(run.code()).isEqualTo(4);
      assertThat(get("orders").getSpec().getReplicas()).isZero();
      assertThat(restore("--force").code()).isZero();
      assertThat(get("orders").getSpec().getReplicas()).isEqualTo(3);
    } finally {
      operator.delete();
    }
  }

  @Test
  void wrongUseAndAnUnreachableApiServerHaveTheirOwnExitCodes() throws Exception {
    assertThat(restore("--all", "-n", "shop").code()).isEqualTo(2);
    assertThat(restore("--workload-kind", "Rollout")).satisfies(run -> {
      assertThat(run.output()).contains("must be GROUP/VERSION/KIND, but is \"Rollout\"");
      assertThat(run.code()).isEqualTo(2);
    });
    var nowhere = Files.writeString(kubeconfig.resolveSibling("nowhere"),
        Files.readString(kubeconfig).replaceAll("127.0.0.1:\\d+", "127.0.0.1:1"));
    assertThat(restoreWith(nowhere)).satisfies(run -> {
      assertThat(run.output()).contains("cannot reach the API server https://127.0.0.1:1");
      assertThat(run.code()).isEqualTo(5);
    });
  }

  private Run restore(String... options) throws Exception {
    return restoreWith(kubeconfig, options);
  }

  private static Run restoreWith(Path kubeconfig, String... options) throws Exception {
    var arguments = new ArrayList<>(List.of("--wait", "0"));
    arguments.addAll(List.of(options));
    try (var agent = AgentProcess.start("restore", kubeconfig, arguments)) {
      return new Run(agent.exitCode(), agent.output());
    }
  }

  /** Scales a Deployment with three replicas to zero for the Swap of its name; returns it as it was before. */
  private Deployment scaledToZero(String name) {
    load(namespace, DEPLOYMENT.formatted(name));
    var before = get(name);
    new WorkloadWriter(admin).scaleToZero(Workload.of(before), name, "2026-01-01T00:00:00Z");
    return before;
  }

  /** A Swap with our finalizer whose status remembers this mark. */
  private void swap(String name, String mark) {
    load(namespace, SWAP.formatted(name));
    admin.resources(Swap.class).inNamespace(namespace).withName(name).editStatus(swap -> {
      swap.setStatus(Serialization.unmarshal("workload: {kind: Deployment, name: %s}\nmark: '%s'".formatted(name,
          mark), SwapStatus.class));
      return swap;
    });
  }

  private void annotate(String name, String mark) {
    admin.apps().deployments().inNamespace(namespace).withName(name).patch(PatchContext.of(PatchType.JSON_MERGE),
        "{\"metadata\":{\"annotations\":{\"devsession.dev/original\":%s}}}"
            .formatted(mark == null ? null : '"' + mark + '"'));
  }

  private Deployment get(String name) {
    return get(namespace, name);
  }

  private Deployment get(String namespace, String name) {
    return admin.apps().deployments().inNamespace(namespace).withName(name).get();
  }

  private void load(String namespace, String yaml) {
    admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
  }

  /** The whole object but what must differ: its version, and the times of managedFields. */
  private static Map<?, ?> comparable(Deployment deployment) {
    var copy = Serialization.clone(deployment);
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setGeneration(null);
    copy.getMetadata().getManagedFields().forEach(f -> f.setTime(null));
    copy.setStatus(null);
    return Serialization.unmarshal(Serialization.asJson(copy), Map.class);
  }

  private static final String DEPLOYMENT = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s}
      spec:
        replicas: 3
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec: {containers: [{name: main, image: none}]}
      """;
  private static final String OPERATOR = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: any, labels: {app.kubernetes.io/name: devsession}}
      spec:
        selector: {matchLabels: {app: operator}}
        template:
          metadata: {labels: {app: operator}}
          spec: {containers: [{name: main, image: none}]}
      """;
  private static final String SWAP = """
      apiVersion: devsession.dev/v1alpha1
      kind: Swap
      metadata: {name: %s, finalizers: [devsession.dev/restore]}
      spec: {claims: []}
      """;
  private static final String REST = """
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata: {name: ada, finalizers: [devsession.dev/restore]}
      spec: {transport: {type: Direct, hostAddress: 192.0.2.1}, services: [{name: orders}]}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: devsession-orders, labels: {devsession.dev/swap: orders}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: orders-ports, labels: {devsession.dev/companion-of: orders}}
      spec: {ports: [{port: 80}]}
      ---
      """
      + DEPLOYMENT.formatted("devsession-orders").replace("}\nspec", ", labels: {devsession.dev/swap: orders}}\nspec");
  private static final String ROLE = """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: ada}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ada}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ada}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: ada}
      rules:
      - {apiGroups: [devsession.dev, apps, ""], resources: [devsessions, swaps, deployments, configmaps], verbs: [get, \
      list]}
      """;
  private static final String MAY_WAKE_BUT_NOT_DELETE = ROLE
      + "- {apiGroups: [apps], resources: [deployments], verbs: [patch]}\n";
  private static final String MAY_ALL_BUT_RESTORE = ROLE
      + "- {apiGroups: [devsession.dev, \"\"], resources: [\"*\"], verbs: [\"*\"]}\n";
}
