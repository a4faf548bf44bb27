package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionSpec;
import dev.devsession.api.v1alpha1.NameAccess;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.config.PodSettings;
import dev.devsession.operator.gateway.Gateway;
import dev.devsession.operator.gateway.GatewayPaths;
import dev.devsession.operator.gateway.PresentGateway;
import dev.devsession.operator.swap.ClusterWorkloads;
import dev.devsession.operator.swap.PodOwner;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A namespace with the Services orders and stock and a session of ada, in memory: what the session's plan observes. */
final class SessionScene {
  static final OperatorConfig SETTINGS = new OperatorConfig("system", "devsession", Set.of(), WorkloadKind.BUILT_IN,
      "proxy", "IfNotPresent", "", 0, false);
  static final Transport DIRECT = new Transport(TransportType.Direct, "192.0.2.1");
  static final Transport TUNNEL = new Transport(TransportType.Tunnel, null);
  private static final String CREATED = "2026-01-01T00:00:00Z";

  DevSession session;
  List<DevSession> others = List.of();
  List<Swap> swaps = List.of();
  List<Service> services = new ArrayList<>(List.of(service("orders"), service("stock")));
  Service gatewayService;
  Deployment gatewayDeployment;
  Service gatewayNodePort;
  OperatorConfig settings = SETTINGS;
  List<Pod> gatewayPods = List.of();
  Map<String, Collection<PodOwner>> podOwners = Map.of();
  Optional<ReasonedMessage> hostName = Optional.empty();
  Instant now = Instant.parse(CREATED).plusSeconds(60);

  SessionScene(DevSession session) {
    this.session = session;
  }

  SessionObservation observe() {
    var sessions = new ArrayList<>(others);
    sessions.add(session);
    return new SessionObservation(session,
        sessions.stream().filter(s -> Lifetime.of(s, now) instanceof Lifetime.Active).toList(), sessions, swaps,
        List.copyOf(services),
        new ClusterWorkloads(List.of(workload("orders"), workload("stock")), Set.copyOf(WorkloadKind.BUILT_IN)),
        new PresentGateway(session, gatewayService, gatewayDeployment, gatewayNodePort, gatewayPods), podOwners,
        GatewayPaths.refused(session, settings), hostName, now);
  }

  SessionDecision decide() {
    return new SessionPlan(settings).decide(observe());
  }

  List<SessionStep> decideEnd() {
    return new SessionPlan(settings).decideEnd(observe());
  }

  /** The chart allows these paths. */
  void allow(TransportPath... paths) {
    settings = new OperatorConfig("system", "devsession", Set.of(), WorkloadKind.BUILT_IN, "proxy", "IfNotPresent",
        PodSettings.DEFAULT, PodSettings.DEFAULT, "", Set.of(paths), 0, false);
  }

  /** The gateway is up, and no machine is connected. */
  void startGateway() {
    startGateway("False");
  }

  /** The gateway is up, and a machine is connected. */
  void connectMachine() {
    startGateway("True");
  }

  private void startGateway(String ready) {
    var gateway = Gateway.of(session, settings);
    gatewayService = new ServiceBuilder(gateway.service()).editSpec().withClusterIP("10.0.0.9").endSpec().build();
    gatewayDeployment = gateway.deployment();
    gatewayPods = List.of(new PodBuilder().withNewMetadata().withName("gw-1").withCreationTimestamp(CREATED)
        .endMetadata().withNewStatus().addNewCondition().withType("Ready").withStatus(ready)
        .endCondition().addNewContainerStatus().withNewState().withNewRunning().endRunning().endState()
        .endContainerStatus().endStatus().build());
  }

  static DevSession session(String name, Transport transport, String... services) {
    return session(name, transport, null, services);
  }

  static DevSession session(String name, Transport transport, NamesVia via, String... services) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).withUid("uid-" + name)
        .withGeneration(1L).withCreationTimestamp(CREATED).build());
    session.setSpec(new DevSessionSpec(
        Arrays.stream(services).map(s -> new SwappedService(s, null, null, null)).toList(), transport,
        via == null ? null : new NameAccess(via), null, null, null));
    return session;
  }

  static Claim claim(String session, String service, Transport reach) {
    return Claims.of(session(session, reach, service), new SwappedService(service, null, null, null), reach);
  }

  static Swap swap(String name, Claim... claims) {
    var swap = new Swap();
    swap.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    swap.setSpec(new SwapSpec(List.of(claims)));
    return swap;
  }

  static Swap heldBy(String session, Swap swap) {
    swap.setStatus(new SwapStatusBuilder().withObservedGeneration(1L).withHolder(session).withMark("mark").build());
    return swap;
  }

  static Service service(String name) {
    return new ServiceBuilder().withNewMetadata().withNamespace("shop").withName(name).endMetadata().withNewSpec()
        .withClusterIP("10.0.0.1").addToSelector("app", name).addNewPort().withPort(80).endPort().endSpec().build();
  }

  private static Workload workload(String name) {
    return Workload.of(new DeploymentBuilder().withNewMetadata().withNamespace("shop").withName(name).endMetadata()
        .withNewSpec().withReplicas(1).withNewTemplate().withNewMetadata().addToLabels("app", name).endMetadata()
        .withNewSpec().addNewContainer().withName("c").endContainer().endSpec().endTemplate().endSpec().build());
  }
}
