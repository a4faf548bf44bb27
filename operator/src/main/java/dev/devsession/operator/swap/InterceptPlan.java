package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.owned.OwnedObjects;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.SelectorMark;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.SwitchedService;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides the next step towards a Service that sessions share with its original: modes Intercept and Mirror. Pure.
 *
 * <pre>
 *  apply twin → apply proxies → one ready, with the routes → twin has endpoints → switch the Service → Intercepted
 *  one more session, or one less: change the routes
 * </pre>
 */
final class InterceptPlan {
  private static final Duration CONFIRM_AGAIN = Duration.ofMillis(100);
  private final OperatorConfig settings;
  private final DriftPauses pauses;
  private final SharedOutage outage;

  InterceptPlan(OperatorConfig settings, DriftPauses pauses) {
    this.settings = settings;
    this.pauses = pauses;
    this.outage = new SharedOutage(pauses);
  }

  /** Whether something of a shared Service is there, so that {@link InterceptEnd} has to come before another mode. */
  static boolean isBegun(Observed o) {
    var shared = new SharedService(o.service());
    return shared.isTouched() || shared.mark().isPresent()
        || o.twin() != null && OwnedObjects.isOwnedBy(o.twin(), o.swap());
  }

  /** The workloads whose pods the Service selects, in order. @param original with the selector of its owners */
  static List<Workload> workloads(Observed o, Service original) {
    return o.workloads().all().stream().filter(w -> !w.isDeleting() && WorkloadResolver.selects(original, w))
        .sorted(Comparator.comparing(w -> w.ref().toString())).toList();
  }

  Decision decide(Observed o, List<Claim> active) {
    var shared = new SharedService(o.service());
    var damaged = repair(o, shared);
    if (damaged.isPresent()) {
      return damaged.get();
    }
    var why = refusal(o, active);
    if (why.isPresent()) {
      return InterceptEnd.decide(o, new Step.Wait(), settings).refused(why.get());
    }
    var refused = RefusedStep.untilRetry(o);
    if (refused.isPositive()) {
      return RefusedStep.leaveOriginal(o, refused, InterceptEnd.decide(o, new Step.Wait(), settings));
    }
    var left = Drift.untilRetry(o.status().resets(), o.service().getMetadata(), o.isChanged(), o.now());
    if (left.isPositive()) {
      return givenUp(o, left);
    }
    var decision = share(o, shared, active);
    if (decision.resets() == null && !decision.reason().isServed()) {
      decision = decision.resets(Drift.trying(o.status().resets()));
    }
    return decision.reason().isServed() || decision.recheck() != null
        ? decision
        : decision.recheck(SwapPlan.LOOK_AGAIN);
  }

  private Optional<Decision> repair(Observed o, SharedService shared) {
    return !shared.isDamaged()
        ? Optional.empty()
        : copy(o).map(mark -> Decision.of(new Step.RewriteSelectorMark(o.service(), mark.toJson()), null,
            ConditionMessage.SelectorRepaired.with(o.name())).resets(o.status().resets())
            .shared(InterceptEnd.state(o)).recheck(SwapPlan.LOOK_AGAIN));
  }

  /** The Service's mark as the Swap's status remembers it, or what its twin selects. */
  static Optional<SelectorMark> copy(Observed o) {
    return SelectorMark.parse(o.status().mark())
        .or(() -> SwitchedService.ofTwin(o.twin(), o.swap().getMetadata().getNamespace(), o.name()));
  }

  private static Optional<ReasonedMessage> refusal(Observed o, List<Claim> active) {
    var unfit = SharedResolver.unfit(o.name(), o.service());
    if (unfit.isPresent()) {
      return unfit;
    }
    var foreign = Stream.of(o.twin(), o.config(), o.proxy()).filter(present -> present != null)
        .filter(present -> !OwnedObjects.isOwnedBy(present, o.swap())).findFirst();
    if (foreign.isPresent()) {
      return Optional.of(ConditionMessage.ProxyNameTaken.with(foreign.get().getKind(),
          foreign.get().getMetadata().getName()));
    }
    var original = SharedService.original(o.service());
    var routes = SharedRoutes.of(original, workloads(o, original), active);
    return routes.sessions().isEmpty() ? routes.refused().values().stream().findFirst() : Optional.empty();
  }

  private Decision share(Observed o, SharedService shared, List<Claim> active) {
    var original = SharedService.original(o.service());
    var workloads = workloads(o, original);
    var twin = TwinService.of(o.swap(), original);
    var now = InterceptEnd.state(o);
    var switched = shared.isMarkedBy(o.name()) && shared.isSwitched();
    var served = switched && !o.readyProxies().isEmpty() && !o.hasDirectEndpoints();
    var workload = workloads.isEmpty() ? null : workloads.getFirst();
    if (switched && SharedOutage.isOver(o)) { // first, as what the proxies need may be refused again and again
      return outage.whileNoneReady(o, shared, switched, workload, now);
    }
    if (!TwinService.isSame(twin, o.twin())) {
      return decision(new Step.ApplyTwin(twin), workload, served, o, now, ConditionMessage.ProxyStarting.with());
    }
    if (TwinService.address(o.twin()) == null) {
      return decision(new Step.Wait(), workload, served, o, now, ConditionMessage.ProxyStarting.with());
    }
    var routes = SharedRoutes.of(original, workloads, active);
    var wanted = Proxy.shared(o.swap(), original, workloads, routes, TwinService.address(o.twin()),
        replicas(o, switched),
        settings);
    if (!wanted.sameConfig(o.config()) || !wanted.sameDeployment(o.proxy())) {
      return decision(new Step.ApplyProxy(wanted, workload), workload, served, o, now,
          ConditionMessage.ProxyStarting.with());
    }
    if (o.readyProxyPods().isEmpty()) {
      return outage.whileNoneReady(o, shared, switched, workload, now);
    }
    if (routes.tlsSecret().isPresent() && !o.readyProxyPods().stream().allMatch(wanted::isCurrent)) {
      return decision(new Step.Wait(), workload, served, o, now, ConditionMessage.RoutesChanging.with());
    }
    if (!wanted.routesHash().equals(o.status().routes())) {
      return decision(new Step.ConfirmRoutes(wanted.routesHash()), workload, served, o, now,
          ConditionMessage.RoutesChanging.with()).recheck(CONFIRM_AGAIN);
    }
    if (Conditions.find(o.status().conditions(), ConditionType.PoliciesHold).isEmpty()) { // also after a crash
      return decision(new Step.CheckPolicies(original, workloads), workload, served, o, now,
          ConditionMessage.SelectorSwitching.with());
    }
    var sharers = routes.sessions().keySet().stream()
        .map(c -> new Sharer(c.session(), Fingerprint.of(c))).toList();
    return switched
        ? switched(o, workload, served, new SharedState(shared, sharers, now.outages()))
        : toSwitch(o, shared, workload, now);
  }

  private Decision toSwitch(Observed o, SharedService shared, Workload workload, SharedState now) {
    if (!o.isTwinReady() && o.hasDirectEndpoints()) {
      return Decision.of(new Step.Wait(), workload, ConditionMessage.TwinStarting.with(TwinService.name(o.name())))
          .shared(now);
    }
    var pause = outage.untilRetry(o);
    if (pause.isPresent()) {
      return pause.get().shared(now);
    }
    if (!isReset(o, shared)) {
      return Decision.of(new Step.SwitchService(o.service()), workload, ConditionMessage.SelectorSwitching.with())
          .shared(now);
    }
    var counted = Drift.count(o.status().resets(), shared, o.now(), pauses);
    if (counted.retryTime() == null) {
      return Decision.of(new Step.SwitchService(o.service()), workload,
          ConditionMessage.SelectorChanged.with(counted.manager(), o.name())).resets(counted).shared(now);
    }
    return Decision.of(shared.mark().<Step>map(m -> new Step.RestoreService(o.service(), m)).orElse(new Step.Wait()),
        workload, ConditionMessage.SelectorGivingUp.with(counted.manager(), counted.retryTime()))
        .resets(counted).recheck(SwapPlan.LOOK_AGAIN).shared(now);
  }

  /** Whether another client has set the selector since this Swap switched it. */
  private static boolean isReset(Observed o, SharedService shared) {
    return shared.isMarkedBy(o.name()) ? Drift.writer(shared).isPresent() : o.status().mark() != null;
  }

  private Decision switched(Observed o, Workload workload, boolean served, SharedState now) {
    if (!served) {
      return Decision.of(new Step.Wait(), workload, ConditionMessage.SelectorSwitching.with()).shared(now);
    }
    var decision = Decision.of(new Step.Wait(), workload, SharedMessage.of(o, now.sharers())).shared(now);
    var since = Conditions.find(o.status().conditions(), ConditionType.Swapped).filter(Condition::holds)
        .map(c -> Instant.parse(c.lastTransitionTime())).orElse(o.now());
    decision = outage.forgetting(decision, now, since, o.now());
    var resets = Drift.trying(o.status().resets());
    if (resets == null) {
      return decision;
    }
    var left = Drift.untilForgotten(resets, since, o.now(), pauses);
    return left.isPositive()
        ? decision.because(decision.says().and(ConditionMessage.SelectorWithOthers.with(resets.manager(),
            now.service().selectorOfOwners()))).resets(resets).recheck(left)
        : decision;
  }

  /** While it is served, what changes in the background doesn't show in the condition. */
  private static Decision decision(Step step, Workload workload, boolean served, Observed o, SharedState now,
      ReasonedMessage otherwise) {
    return served
        ? Decision.of(step, workload, SharedMessage.of(o, now.sharers())).resets(o.status().resets()).shared(now)
            .recheck(SwapPlan.LOOK_AGAIN)
        : Decision.of(step, workload, otherwise).shared(now);
  }

  /** One is enough to begin with; then two where the original has two pods or more, and never fewer than there are. */
  private static int replicas(Observed o, boolean switched) {
    var present = o.proxy() == null || o.proxy().getSpec().getReplicas() == null
        ? 1
        : o.proxy().getSpec().getReplicas();
    return Math.clamp(Math.max(present, switched ? o.countReadyOriginals() : 1), 1, 2);
  }

  private Decision givenUp(Observed o, Duration left) {
    var ending = InterceptEnd.decide(o, new Step.Wait(), settings);
    var resets = o.status().resets();
    return (SwapStatuses.isRestored(ending.reason())
        ? ending.because(ConditionMessage.SelectorGivenUp.with(resets.manager(), resets.retryTime()))
        : ending)
        .resets(resets).recheck(ending.recheck() == null || left.compareTo(ending.recheck()) < 0
            ? left
            : ending.recheck());
  }
}
