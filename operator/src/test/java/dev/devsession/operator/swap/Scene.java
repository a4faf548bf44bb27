package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.OperatorConfig;
import dev.devsession.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMap;
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
import java.util.Set;

/** A namespace with Service and Deployment orders, in memory: what the planner sees, and what its steps do to it. */
final class Scene {
  static final OperatorConfig SETTINGS = new OperatorConfig("system", Set.of(), "proxy", "IfNotPresent", 0, false);
  private static final String ORIGINAL_POD = "orders-1";
  private final SwapPlan plan = new SwapPlan(SETTINGS);

  Swap swap = swap("ada");
  Service service = new ServiceBuilder().withNewMetadata().withName("orders").endMetadata().withNewSpec()
      .withClusterIP("10.0.0.1")
      .addToSelector("app", "orders").addNewPort().withPort(80).withNewTargetPort(8080).endPort().endSpec().build();
  Deployment orders = new DeploymentBuilder().withNewMetadata().withName("orders").withGeneration(1L).endMetadata()
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
  Set<String> originalPods = Set.of(ORIGINAL_POD, "orders-2", "orders-3");
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

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

  Observed observe() {
    var endpoints = new ArrayList<Endpoint>();
    proxyPods.forEach(p -> endpoints.add(endpoint(p.getMetadata().getName(), proxyReady)));
    originalPods.forEach(p -> endpoints.add(endpoint(p, orders != null && orders.getSpec().getReplicas() > 0)));
    return new Observed(swap, service, orders == null ? List.of() : List.of(Workload.of(orders)), config, proxy,
        List.copyOf(proxyPods),
        List.of(new EndpointSliceBuilder().withEndpoints(endpoints).build()), now);
  }

  Decision decide() {
    return plan.decide(observe());
  }

  /** Takes a step as the real one does, and writes the status if {@code andStatus}: a crash can come between the two. */
  void take(Decision decision, boolean andStatus) {
    var routes = swap.getStatus() == null ? null : swap.getStatus().routes();
    switch (decision.step()) {
      case Step.Wait w -> {
      }
      case Step.PutProxy(var wanted, var workload) -> {
        config = wanted.config();
        proxy = wanted.deployment();
        proxyPods.clear();
        proxyPods.add(new PodBuilder().withNewMetadata().withName("devsession-orders-x")
            .withAnnotations(wanted.deployment().getMetadata().getAnnotations()).endMetadata().build());
        proxyReady = false;
      }
      case Step.ConfirmRoutes(var hash) -> routes = hash;
      case Step.Sleep(var workload) -> {
        orders.getMetadata().getAnnotations().put(Names.ORIGINAL_ANNOTATION,
            new Mark.Readable(workload.replicas(), "orders", "", List.of()).toJson());
        scale(0);
      }
      case Step.Wake(var workload, var mark) -> {
        orders.getMetadata().getAnnotations().remove(Names.ORIGINAL_ANNOTATION);
        if (workload.replicas() == 0) {
          scale(mark.replicas());
        }
      }
      case Step.RemoveProxy r -> {
        config = null;
        proxy = null;
        proxyPods.clear();
      }
      case Step.DeleteSwap d -> swap.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
      case Step.Finish f -> {
      }
    }
    if (andStatus && !(decision.step() instanceof Step.Finish)) {
      var old = swap.getStatus();
      var status = SwapStatuses.of(swap, decision, routes,
          new Conditions(old == null ? List.of() : old.conditions(), 1, Clock.fixed(now, ZoneOffset.UTC)));
      setStatus(status);
    }
  }

  void setStatus(SwapStatus status) {
    var copy = new Swap();
    copy.setMetadata(swap.getMetadata());
    copy.setSpec(swap.getSpec());
    copy.setStatus(status);
    swap = copy;
  }

  void claim(String... sessions) {
    swap.setSpec(swap(sessions).getSpec());
  }

  /** Sets replicas; the workload's controller has yet to follow. */
  void scale(int replicas) {
    orders.getSpec().setReplicas(replicas);
    orders.getMetadata().setGeneration(orders.getMetadata().getGeneration() + 1);
  }

  /** The cluster's controllers do their part. */
  void settle() {
    proxyReady = !proxyPods.isEmpty();
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
