package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.BaggageMatch;
import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.MatchRule;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.ServiceTls;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.ValueMatch;
import dev.devsession.api.v1alpha1.WhenAway;
import dev.devsession.restore.SharedService;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A Service that sessions share with its original. */
class InterceptPlanTest {
  private static final Map<String, String> ORIGINAL = Map.of("app", "orders");
  private final Scene scene = new Scene();

  InterceptPlanTest() {
    scene.intercept("ada");
  }

  @Test
  void serviceIsSwitchedWhenTwinProxiesAndRoutesAreThere() {
    var before = scene.runUntil(Step.SwitchService.class);

    assertThat(before).containsExactly(Step.ApplyTwin.class, Step.ApplyProxy.class, Step.ConfirmRoutes.class,
        Step.CheckPolicies.class);
    assertThat(scene.service.getSpec().getSelector()).isEqualTo(ORIGINAL);
    assertThat(scene.twin.getSpec().getSelector()).isEqualTo(ORIGINAL);
  }

  @Test
  void routesLeadToTheOriginalAndWhatMatchesToTheMachine() {
    interceptOrders();

    assertThat(scene.decide()).returns(ConditionReason.Intercepted, Decision::reason)
        .returns(new Step.Wait(), Decision::step);
    assertThat(scene.routes()).containsExactly("8080=original 10.96.7.8:80", "8080.ada=80 via 10.96.3.4:9700 matching",
        "8080.ada.match.1=baggage devsession =ada");
    assertThat(sharers()).containsExactly("ada");
  }

  @Test
  void workloadIsLeftAlone() {
    var before = scene.orders;

    interceptOrders();

    assertThat(scene.orders).isEqualTo(before);
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void proxiesHaveNoLabelThatTheOriginalIsSelectedBy() {
    interceptOrders();

    assertThat(scene.proxy.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(Map.of(Labels.SWAP, "orders"));
    assertThat(scene.proxy.getSpec().getReplicas()).as("the original has three").isEqualTo(2);
  }

  @Test
  void oneMoreSessionChangesOnlyTheRoutes() {
    interceptOrders();
    var proxy = scene.proxy;

    scene.intercept("ada", "ben");
    assertThat(scene.decide()).returns(ConditionReason.Intercepted, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.ApplyProxy.class));
    scene.executeStep();
    assertThat(scene.decide().step()).isInstanceOf(Step.ConfirmRoutes.class);
    assertThat(sharers()).as("until the proxies have the routes").containsExactly("ada");
    scene.runUntilNothingChanges();

    assertThat(sharers()).containsExactly("ada", "ben");
    assertThat(scene.proxy).isEqualTo(proxy);
    assertThat(scene.routes()).element(3).asString().startsWith("8080.ben=80 via ");
  }

  @Test
  void sessionThatLeavesIsServedUntilTheProxiesHaveTheirRoutesWithoutIt() {
    scene.intercept("ada", "ben");
    interceptOrders();

    scene.intercept("ben");
    scene.executeStep();
    assertThat(sharers()).containsExactly("ada", "ben");
    scene.runUntilNothingChanges();

    assertThat(sharers()).containsExactly("ben");
    assertThat(scene.routes()).noneMatch(line -> line.contains("ada"));
  }

  @Test
  void lastSessionsEndGivesTheSelectorBackBeforeTheProxiesGo() {
    interceptOrders();

    scene.intercept();
    assertThat(scene.runUntil(Step.Finish.class)).containsExactly(Step.ChangeRoutes.class, Step.RestoreService.class,
        Step.ConfirmRoutes.class, Step.RemoveProxy.class, Step.RemoveTwin.class, Step.DeleteSwap.class);

    assertThat(scene.service.getSpec().getSelector()).isEqualTo(ORIGINAL);
    assertThat(new SharedService(scene.service).markText()).isEmpty();
  }

  @Test
  void proxiesStayWhileTheServiceLeadsToThem() {
    interceptOrders();
    scene.intercept();
    scene.runUntil(Step.RestoreService.class);
    scene.executeStep();
    scene.executeStep();

    assertThat(scene.decide()).returns(new Step.Wait(), Decision::step)
        .returns(ConditionReason.OriginalStarting, Decision::reason);
  }

  @Test
  void replaceWaitsUntilTheServiceIsRestored() {
    interceptOrders();

    scene.claim("ben");
    assertThat(scene.runUntil(Step.ScaleDown.class)).startsWith(Step.ChangeRoutes.class, Step.RestoreService.class,
        Step.ConfirmRoutes.class, Step.RemoveProxy.class, Step.RemoveTwin.class).contains(Step.ApplyProxy.class);
    assertThat(scene.service.getSpec().getSelector()).isEqualTo(ORIGINAL);
  }

  @Test
  void interceptWaitsUntilTheWorkloadIsRestored() {
    scene.claim("ben");
    scene.runUntilNothingChanges();
    assertThat(scene.orders.getSpec().getReplicas()).isZero();

    scene.intercept("ada");
    assertThat(scene.runUntil(Step.SwitchService.class)).startsWith(Step.RestoreWorkload.class, Step.RemoveProxy.class,
        Step.ApplyTwin.class);
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
    assertThat(scene.swap.getStatus().originalReplicas()).as("of a workload that isn't scaled to zero").isNull();
  }

  @Test
  void replaceClaimIsQueuedBehindThoseThatShare() {
    scene.claims(Scene.sharing("ada", SwapMode.Intercept), Scene.claimOf("ben"),
        Scene.sharing("cyd", SwapMode.Mirror));
    interceptOrders();

    assertThat(scene.swap.getStatus().queued()).isEqualTo("ben");
    assertThat(sharers()).containsExactly("ada", "cyd");
    assertThat(scene.routes()).anyMatch(line -> line.equals("8080.cyd=80 via 10.96.3.4:9700 mirror"));
  }

  @Test
  void serviceIsGivenBackWhenNoProxyIsReadyForTenSeconds() {
    interceptOrders();

    scene.proxyReady = false;
    scene.executeStep();
    assertThat(scene.decide()).returns(new Step.Wait(), Decision::step)
        .returns(ConditionReason.NoProxyReady, Decision::reason);
    scene.now = scene.now.plus(SharedOutage.PATIENCE);
    assertThat(scene.decide().step()).isInstanceOf(Step.RestoreService.class);
    scene.executeStep();

    assertThat(scene.service.getSpec().getSelector()).isEqualTo(ORIGINAL);
    assertThat(scene.proxy).as("keeps trying").isNotNull();
  }

  @Test
  void serviceIsGivenBackIfTheProxiesAreDeletedAndMayNotBeMadeAgain() {
    interceptOrders();
    scene.proxy = null;
    scene.proxyPods.clear();

    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
    scene.refuse(scene.decide(), "exceeded quota");
    scene.now = scene.now.plus(SharedOutage.PATIENCE);

    assertThat(scene.decide().step()).isInstanceOf(Step.RestoreService.class);
  }

  @Test
  void serviceIsSwitchedAgainAfterAPauseThatGrows() {
    interceptOrders();
    for (var pause : List.of(15, 30)) {
      failProxies();
      scene.runControllers();
      assertThat(scene.decide()).returns(ConditionReason.NoProxyReady, Decision::reason)
          .returns(new Step.Wait(), Decision::step).returns(Duration.ofSeconds(pause), Decision::recheck);
      scene.executeStep();

      scene.now = scene.now.plusSeconds(pause);
      assertThat(scene.runUntil(Step.SwitchService.class)).isEmpty();
      scene.runUntilNothingChanges();
      assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Intercepted);
    }
  }

  @Test
  void selectorSetByOthersIsReportedAndSwitchedAgain() {
    interceptOrders();

    scene.select(Map.of("app", "v2"), "argocd-controller");
    assertThat(scene.runUntil(Step.SwitchService.class)).as("proxies follow first")
        .containsExactly(Step.ApplyTwin.class);
    assertThat(scene.decide()).returns(ConditionReason.SelectorChanged, Decision::reason)
        .satisfies(d -> assertThat(d.says().message()).contains("argocd-controller"));
    scene.runUntilNothingChanges();

    assertThat(new SharedService(scene.service).mark().orElseThrow().selector()).isEqualTo(Map.of("app", "v2"));
    scene.intercept();
    scene.runUntil(Step.Finish.class);
    assertThat(scene.service.getSpec().getSelector()).isEqualTo(Map.of("app", "v2"));
  }

  @Test
  void selectorThatIsResetAgainAndAgainIsLeftToTheOthers() {
    interceptOrders();

    for (var i = 0; i < Drift.LIMIT; i++) {
      scene.select(ORIGINAL, "argocd-controller");
      scene.runUntilNothingChanges();
    }

    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.GivenUp);
    assertThat(scene.twin).isNull();
    assertThat(scene.swap.getStatus().conditions()).filteredOn(c -> c.type().equals("DriftFight")).first()
        .satisfies(c -> assertThat(c.message()).contains("/spec/selector", "Argo CD"));
  }

  @Test
  void removedMarkIsRepairedFromTheStatus() {
    interceptOrders();
    var mark = new SharedService(scene.service).markText();

    scene.setServiceMark(null);
    assertThat(scene.decide().step()).isInstanceOf(Step.RewriteSelectorMark.class);
    scene.executeStep();

    assertThat(new SharedService(scene.service).markText()).isEqualTo(mark);
  }

  @Test
  void markThatNothingElseRemembersIsRepairedFromTheTwin() {
    interceptOrders();
    scene.setStatus(null);

    scene.setServiceMark(null);
    scene.executeStep();

    assertThat(SharedService.original(scene.service).getSpec().getSelector()).isEqualTo(ORIGINAL);
  }

  @Test
  void afterACrashBeforeAnyStatusItComesToTheSame() {
    for (var crash = 0; crash < 6; crash++) {
      var crashing = new Scene();
      crashing.intercept("ada");
      for (var i = 0; i < crash; i++) {
        crashing.executeStep();
        crashing.runControllers();
      }
      crashing.executeStepAndCrash();
      crashing.runUntilNothingChanges();
      assertThat(crashing.decide().reason()).as("after " + crash + " steps").isEqualTo(ConditionReason.Intercepted);
      assertThat(crashing.swap.getStatus().resets()).isNull();
      assertThat(crashing.swap.getStatus().conditions()).extracting(Condition::type).contains("PoliciesHold");
    }
  }

  @Test
  void sessionThatRefusesWhileAwaySaysSoInItsRoute() {
    var claim = Scene.sharing("ada", SwapMode.Intercept);
    scene.claims(new Claim("ada", SwapMode.Intercept, null, List.of(), claim.transport(), List.of(), null,
        WhenAway.Refuse, null));
    interceptOrders();

    assertThat(scene.routes()).contains("8080.ada=80 via 10.96.3.4:9700 matching refuse");
  }

  @Test
  void mirrorOfUnsafeRequestsSaysSoInItsRoute() {
    var claim = Scene.sharing("ada", SwapMode.Mirror);
    scene.claims(Scene.sharing("ben", SwapMode.Intercept),
        new Claim("ada", SwapMode.Mirror, null, List.of(), claim.transport(), List.of(), null, null, true));
    interceptOrders();

    assertThat(scene.routes()).contains("8080.ada=80 via 10.96.3.4:9700 mirror-unsafe");
  }

  @Test
  void sessionWhoseAnswersSayWhoGaveThemSaysSoInItsRoute() {
    scene.claims(new Claim("ada", SwapMode.Intercept, null, List.of(), Scene.sharing("ada", SwapMode.Intercept)
        .transport(), List.of(), null, WhenAway.Refuse, null, null, true));
    interceptOrders();

    assertThat(scene.routes()).contains("8080.ada=80 via 10.96.3.4:9700 matching refuse answer-header");
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        unfit(ConditionReason.ExternalNameService,
            s -> new ServiceBuilder(s).editSpec().withType("ExternalName").endSpec().build()),
        unfit(ConditionReason.ServiceWithoutSelector,
            s -> new ServiceBuilder(s).editSpec().withSelector(Map.of()).endSpec().build()),
        unfit(ConditionReason.PortNotTcp, s -> new ServiceBuilder(s).editSpec().addNewPort().withName("dns")
            .withPort(53).withProtocol("UDP").endPort().endSpec().build()),
        unfit(ConditionReason.ServiceNotFound, s -> null));
  }

  private static Arguments unfit(ConditionReason reason, UnaryOperator<Service> change) {
    return Arguments.of(reason, change);
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void serviceThatCannotBeSharedIsRefused(ConditionReason reason, UnaryOperator<Service> change) {
    scene.service = change.apply(scene.service);

    assertThat(scene.decide()).returns(new Step.Wait(), Decision::step)
        .satisfies(d -> assertThat(d.refusal().reason()).isEqualTo(reason));
  }

  @Test
  void newcomerIsToldWhoIsAskedFirst() {
    var old = Scene.sharing("ada", SwapMode.Intercept);
    var same = withRules("ben", new BaggageMatch("devsession", "ada"));
    var other = withRules("cyd", new BaggageMatch("devsession", "cyd"));

    assertThat(MatchOverlaps.add(SharedMessage.of(same), same, List.of(old, same)).message())
        .contains("Session ada is older", "none comes here");
    assertThat(MatchOverlaps.add(SharedMessage.of(other), other, List.of(old, same, other)))
        .isEqualTo(SharedMessage.of(other));
  }

  private static Claim withRules(String session, BaggageMatch baggage) {
    return new Claim(session, SwapMode.Intercept, null, List.of(), Scene.sharing(session, SwapMode.Intercept)
        .transport(), List.of(new MatchRule(baggage, null, null, null, null, null, null, null)), null, null, null);
  }

  @Test
  void ruleThatIsNotLinearIsRefusedWithItsText() {
    scene.claims(new Claim("ada", SwapMode.Intercept, null, List.of(), Scene.sharing("ada", SwapMode.Intercept)
        .transport(),
        List.of(new MatchRule(null, List.of(new ValueMatch("x", null, null, "(?=a)", null)), null, null,
            null, null, null, null)),
        null, null, null));

    assertThat(scene.decide().refusal()).returns(ConditionReason.MatchInvalid, ReasonedMessage::reason)
        .satisfies(r -> assertThat(r.message()).contains("(?=a)"));
  }

  @Test
  void keyIsMountedReadOnlyAndTheSessionIsServedOnceTheProxiesHaveIt() {
    scene.intercept("ada");
    interceptOrders();
    assertThat(scene.proxy.getSpec().getTemplate().getSpec().getVolumes()).hasSize(1);

    scene.claims(Scene.sharing("ada", SwapMode.Intercept), new Claim("ben", SwapMode.Intercept, null, List.of(),
        Scene.sharing("ben", SwapMode.Intercept).transport(), List.of(), null, null, null,
        new ServiceTls("orders-tls"), null));
    scene.runUntilNothingChanges();

    var pod = scene.proxy.getSpec().getTemplate().getSpec();
    assertThat(pod.getVolumes()).extracting(Volume::getSecret).filteredOn(s -> s != null).singleElement()
        .satisfies(s -> assertThat(s.getSecretName()).isEqualTo("orders-tls"))
        .satisfies(s -> assertThat(s.getOptional()).as("a proxy without the Secret still runs").isTrue());
    assertThat(pod.getContainers().getFirst().getVolumeMounts()).extracting(VolumeMount::getMountPath)
        .contains("/etc/devsession-tls/orders-tls");
    assertThat(pod.getContainers().getFirst().getVolumeMounts()).allMatch(VolumeMount::getReadOnly);
    assertThat(scene.routes()).contains("8080=original 10.96.7.8:80 tls /etc/devsession-tls/orders-tls");
    assertThat(scene.swap.getStatus().sharers()).extracting(Sharer::session).containsExactly("ada", "ben");
  }

  @Test
  void sessionWithAKeyWaitsForProxiesThatDoNotMountItYet() {
    scene.claims(new Claim("ada", SwapMode.Intercept, null, List.of(),
        Scene.sharing("ada", SwapMode.Intercept).transport(), List.of(), null, null, null,
        new ServiceTls("orders-tls"), null));
    interceptOrders();
    scene.claims(new Claim("ada", SwapMode.Intercept, null, List.of(),
        Scene.sharing("ada", SwapMode.Intercept).transport(), List.of(), null, null, null,
        new ServiceTls("other-tls"), null));
    var old = scene.proxyPods.getFirst();
    scene.runUntil(Step.ConfirmRoutes.class);
    scene.proxyPods.add(old);

    assertThat(scene.decide().step()).isInstanceOf(Step.Wait.class);
    scene.proxyPods.remove(old);
    assertThat(scene.decide().step()).isInstanceOf(Step.ConfirmRoutes.class);
  }

  private void interceptOrders() {
    scene.runUntilNothingChanges();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Intercepted);
  }

  private void failProxies() {
    scene.proxyReady = false;
    scene.executeStep();
    scene.now = scene.now.plus(SharedOutage.PATIENCE);
    scene.executeStep();
  }

  private List<String> sharers() {
    return scene.swap.getStatus().sharers().stream().map(Sharer::session).toList();
  }
}
