package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Ownership;
import dev.devsession.restore.SelectorMark;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A namespace with Service and Deployment orders, in memory: what the planner observes, and what its steps change. */
final class Scene {
  static final OperatorConfig SETTINGS = new OperatorConfig("system", "devsession", Set.of(), WorkloadKind.BUILT_IN,
      "proxy",
      "IfNotPresent", "", 0, false);
  private static final int MAX_STEPS = 20;
  private static final String ORIGINAL_POD = "orders-1";
  private final SwapPlan plan = new SwapPlan(SETTINGS, DriftPauses.DEFAULT);

  Swap swap = swap("ada");
  Service service = new ServiceBuilder().withNewMetadata().withNamespace("shop").withName("orders")
      .withResourceVersion("1").withManagedFields(owner("f:selector", "helm")).endMetadata().withNewSpec()
      .withClusterIP("10.0.0.1")
      .addToSelector("app", "orders").addNewPort().withPort(80).withNewTargetPort(8080).endPort().endSpec().build();
  Deployment orders = new DeploymentBuilder().withNewMetadata().withName("orders").withGeneration(1L)
      .withManagedFields(owner("f:replicas", "helm")).endMetadata()
      .withNewSpec()
      .withReplicas(3).withNewTemplate().withNewMetadata().addToLabels("app", "orders").endMetadata().withNewSpec()
      .addNewContainer()
      .withName("c").endContainer().endSpec().endTemplate().endSpec().withNewStatus().withObservedGeneration(1L)
      .withAvailableReplicas(3)
      .endStatus().build();
  ConfigMap config;
  Deployment proxy;
  List<Pod> proxyPods = new ArrayList<>();
  boolean proxyReady;
  Service twin;
  /** What the EndpointSlices' controller has seen last. */
  private boolean switchedEndpoints;
  Set<String> originalPods = Set.of(ORIGINAL_POD, "orders-2", "orders-3");
  AutoscalerScene around = new AutoscalerScene();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Another scene in the same state. */
  Scene copy() {
    var copy = new Scene();
    copy.swap = new Swap();
    copy.swap.setMetadata(new ObjectMetaBuilder(swap.getMetadata()).build());
    copy.swap.setSpec(swap.getSpec());
    copy.swap.setStatus(swap.getStatus());
    copy.service = service;
    copy.orders = orders == null ? null : new DeploymentBuilder(orders).build();
    copy.config = config;
    copy.proxy = proxy;
    copy.proxyPods = new ArrayList<>(proxyPods);
    copy.proxyReady = proxyReady;
    copy.originalPods = originalPods;
    copy.around = around;
    copy.twin = twin;
    copy.switchedEndpoints = switchedEndpoints;
    copy.now = now;
    return copy;
  }

  static Swap swap(String... sessions) {
    var swap = new Swap();
    swap.setMetadata(
        new ObjectMetaBuilder().withNamespace("shop").withName("orders").withUid("u1").withGeneration(1L).build());
    swap.setSpec(new SwapSpec(java.util.Arrays.stream(sessions).map(Scene::claimOf).toList()));
    return swap;
  }

  static Claim claimOf(String session) {
    return new Claim(session, SwapMode.Replace, null, List.of(), new Transport(TransportType.Direct, "192.0.2.1"));
  }

  /** A claim of a session that shares the Service. */
  static Claim sharing(String session, SwapMode mode) {
    return new Claim(session, mode, null, List.of(), new Transport(TransportType.Tunnel, "10.96.3.4"));
  }

  /** Sets the claims of sessions, those with mode Intercept. */
  void intercept(String... sessions) {
    claims(java.util.Arrays.stream(sessions).map(s -> sharing(s, SwapMode.Intercept)).toArray(Claim[]::new));
  }

  void claims(Claim... claims) {
    swap.setSpec(new SwapSpec(List.of(claims)));
  }

  /** Another client sets the selector. */
  void select(Map<String, String> selector, String writer) {
    service = new ServiceBuilder(service).editMetadata().withManagedFields(owner("f:selector", writer))
        .withResourceVersion(service.getMetadata().getResourceVersion() + "1").endMetadata()
        .editSpec().withSelector(selector).endSpec().build();
  }

  /** The proxies' routes, line by line. */
  List<String> routes() {
    return config.getData().get(Proxy.ROUTES_FILE).lines().toList();
  }

  Observed observe() {
    var endpoints = new ArrayList<Endpoint>();
    var originals = originalPods.stream()
        .map(p -> endpoint(p, orders != null && orders.getSpec().getReplicas() > 0)).toList();
    if (twin == null || switchedEndpoints) {
      proxyPods.forEach(p -> endpoints.add(endpoint(p.getMetadata().getName(), proxyReady)));
    }
    if (!switchedEndpoints) {
      endpoints.addAll(originals);
    }
    around.otherPods.keySet().forEach(p -> endpoints.add(endpoint(p, true)));
    return new Observed(swap, service,
        new ClusterWorkloads(orders == null ? List.of() : List.of(Workload.of(orders)),
            Set.copyOf(WorkloadKind.BUILT_IN)),
        config, proxy,
        proxyPods.stream().map(p -> new PodBuilder(p).editOrNewStatus().addNewCondition().withType("Ready")
            .withStatus(proxyReady ? "True" : "False").endCondition().endStatus().build()).toList(),
        List.of(new EndpointSliceBuilder().withEndpoints(endpoints).build()), around.otherPods, around.otherServices,
        around.siblings, around.startFailure, twin,
        twin == null ? List.of() : List.of(new EndpointSliceBuilder().withEndpoints(originals).build()), now);
  }

  Decision decide() {
    return plan.decide(observe());
  }

  /** Executes the next step as the operator does, then writes the status. */
  void executeStep() {
    countReset();
    var decision = decide();
    var known = execute(decision.step());
    if (!(decision.step() instanceof Step.Finish)) {
      setStatus(known);
      if (!(decision.step() instanceof Step.PauseAutoscalers || decision.step() instanceof Step.CheckPolicies
          || decision.step() instanceof Step.ConfirmRoutes && decision.shared() != null)) {
        setStatus(SwapStatuses.of(swap, decision, conditions(known)));
      }
    }
  }

  /** Executes the next step; the operator crashes before it writes the status. */
  void executeStepAndCrash() {
    countReset();
    execute(decide().step());
  }

  /** As the operator does before it answers a reset. */
  private void countReset() {
    var decision = decide();
    var known = SwapStatuses.present(swap);
    if (Drift.isCountedAnew(known.resets(), decision.resets())) {
      setStatus(SwapStatuses.of(swap, decision, conditions(known)));
    }
  }

  /**
   * Executes steps, with the cluster's controllers in between, until the next step is of this kind.
   *
   * @return the kinds of the executed steps
   */
  List<Class<?>> runUntil(Class<? extends Step> next) {
    var executed = new ArrayList<Class<?>>();
    while (!next.isInstance(decide().step())) {
      assertThat(executed).as("steps without a " + next.getSimpleName()).hasSizeLessThan(MAX_STEPS);
      executed.add(decide().step().getClass());
      executeStep();
      runControllers();
    }
    return executed;
  }

  /** Executes steps, with the cluster's controllers in between, until the operator waits and its status is written. */
  void runUntilNothingChanges() {
    for (var i = 0; i < MAX_STEPS; i++) {
      var before = swap.getStatus();
      runControllers();
      var step = decide().step();
      executeStep();
      if (step instanceof Step.Wait && swap.getStatus().equals(before)) {
        return;
      }
    }
    fail("still changing after " + MAX_STEPS + " steps");
  }

  /** @return the status that the operator knows after the step */
  private SwapStatus execute(Step step) {
    var known = SwapStatuses.present(swap);
    switch (step) {
      case Step.Wait w -> {
      }
      case Step.ApplyProxy(var wanted, var workload) -> {
        config = wanted.config();
        if (twin != null && wanted.sameDeployment(proxy)) {
          break;
        }
        proxy = wanted.deployment();
        proxyPods.clear();
        proxyPods.add(new PodBuilder().withNewMetadata().withName("devsession-orders-x")
            .withAnnotations(wanted.deployment().getMetadata().getAnnotations()).endMetadata().build());
        proxyReady = false;
      }
      case Step.ConfirmRoutes(var hash) -> known = new SwapStatusBuilder(known).withRoutes(hash).build();
      case Step.PauseAutoscalers(var workload) ->
        known = new SwapStatusBuilder(known).withConditions(SwapStatuses.with(known.conditions(),
            conditions(known).set(ConditionType.AutoscalerPaused, false, ConditionMessage.NoAutoscaler.with("orders"))
                .build()))
            .build();
      case Step.LabelProxies(var pods, var labels, var on) -> AutoscalerScene.label(proxyPods, labels, on);
      case Step.RewriteMark(var workload, var mark) -> setMark(mark);
      case Step.ScaleDown(var workload) -> {
        setMark(new Mark.Readable(workload.replicas(), "orders", now.toString(),
            Ownership.REPLICAS.others(orders.getMetadata().getManagedFields(), FieldManagers.SWAP))
            .toJson());
        scale(0, FieldManagers.SWAP);
      }
      case Step.RestoreWorkload(var workload, var mark) -> {
        setMark(null);
        if (workload.replicas() == 0) {
          scale(mark.replicas(), mark.owners().getFirst().manager());
        }
      }
      case Step.ApplyTwin(var wanted) ->
        twin = new ServiceBuilder(wanted).editSpec().withClusterIP("10.96.7.8").endSpec().build();
      case Step.ChangeRoutes(var wanted) -> config = wanted.config();
      case Step.CheckPolicies(var original, var workloads) ->
        known = new SwapStatusBuilder(known).withConditions(SwapStatuses.with(known.conditions(),
            conditions(known).set(ConditionType.PoliciesHold, true, ConditionMessage.NoNetworkPolicies.with())
                .build()))
            .build();
      case Step.SwitchService(var seen) -> {
        var shared = new SharedService(seen);
        setServiceMark(new SelectorMark(shared.selectorOfOwners(), "orders", now.toString(), shared.otherOwners())
            .toJson());
        select(Map.of(Labels.SWAP, "orders"), FieldManagers.SWAP);
      }
      case Step.RewriteSelectorMark(var seen, var mark) -> setServiceMark(mark);
      case Step.RestoreService(var seen, var mark) -> {
        if (new SharedService(seen).isTouched()) {
          select(mark.selector(), mark.owners().getFirst().manager());
        }
        setServiceMark(null);
      }
      case Step.RemoveTwin r -> twin = null;
      case Step.RemoveProxy r -> {
        config = null;
        proxy = null;
        proxyPods.clear();
      }
      case Step.DeleteSwap d -> swap.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
      case Step.Finish f -> {
      }
    }
    return known;
  }

  /** The API server refuses the decision's step, and the status says so. */
  void refuse(Decision decision, String error) {
    setStatus(SwapStatuses.of(swap, RefusedStep.after(decision, observe(), error),
        conditions(SwapStatuses.present(swap))));
  }

  private Conditions conditions(SwapStatus status) {
    return new Conditions(status.conditions(), 1, Clock.fixed(now, ZoneOffset.UTC));
  }

  /** Writes the mark; null removes it. */
  void setMark(String value) {
    var annotations = orders.getMetadata().getAnnotations();
    if (value == null) {
      annotations.remove(Annotations.ORIGINAL);
    } else {
      annotations.put(Annotations.ORIGINAL, value);
    }
  }

  /** Writes the Service's mark; null removes it. */
  void setServiceMark(String value) {
    service = new ServiceBuilder(service).editMetadata().withAnnotations(
        value == null ? Map.of() : Map.of(Annotations.ORIGINAL, value)).endMetadata().build();
  }

  void setStatus(SwapStatus status) {
    var copy = new Swap();
    copy.setMetadata(swap.getMetadata());
    copy.setSpec(swap.getSpec());
    copy.setStatus(status);
    swap = copy;
  }

  /** Sets the sessions that claim the Service; none: the claim is withdrawn. */
  void claim(String... sessions) {
    swap.setSpec(swap(sessions).getSpec());
  }

  /** Sets replicas, which makes the writer their owner; the workload's pods don't change yet. */
  void scale(int replicas, String writer) {
    orders.getSpec().setReplicas(replicas);
    orders.getMetadata().setGeneration(orders.getMetadata().getGeneration() + 1);
    orders.getMetadata().setManagedFields(List.of(owner("f:replicas", writer)));
  }

  /** The manager that owns the replicas. */
  String owner() {
    return Ownership.REPLICAS.owners(orders.getMetadata().getManagedFields()).getFirst().manager();
  }

  private static ManagedFieldsEntry owner(String field, String manager) {
    var fields = new FieldsV1();
    fields.setAdditionalProperties(Map.of("f:spec", Map.of(field, Map.of())));
    return new ManagedFieldsEntryBuilder().withManager(manager).withOperation("Update").withFieldsV1(fields).build();
  }

  /** Plays the cluster's controllers: the proxy becomes ready, and the workload gets as many pods as it should have. */
  void runControllers() {
    proxyReady = !proxyPods.isEmpty();
    switchedEndpoints = service != null && service.getSpec().getSelector().containsKey(Labels.SWAP);
    if (orders != null) {
      var replicas = orders.getSpec().getReplicas();
      orders.getStatus().setObservedGeneration(orders.getMetadata().getGeneration());
      orders.getStatus().setAvailableReplicas(replicas);
      originalPods = java.util.stream.IntStream.rangeClosed(1, replicas).mapToObj(i -> "orders-" + i)
          .collect(java.util.stream.Collectors.toSet());
    } else {
      originalPods = Set.of();
    }
  }

  private static Endpoint endpoint(String pod, boolean ready) {
    return new EndpointBuilder().withAddresses("10.1.0.1").withNewConditions().withReady(ready).endConditions()
        .withNewTargetRef()
        .withName(pod).endTargetRef().build();
  }
}
