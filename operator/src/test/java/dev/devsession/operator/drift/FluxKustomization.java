package dev.devsession.operator.drift;

import dev.devsession.operator.drift.LiveObject.WriteMode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flux Kustomization: at each interval a server-side apply as dry run, and a real one if that would change something.
 * The live object's annotations can exclude it; from Flux 2.9 on {@code spec.ignore} keeps fields out of the
 * comparison, and drifted ones out of the apply.
 */
final class FluxKustomization implements GitOpsTool {
  static final String SSA = "kustomize.toolkit.fluxcd.io/ssa";
  static final String RECONCILE = "kustomize.toolkit.fluxcd.io/reconcile";
  private static final String MANAGER = "kustomize-controller";

  /** An annotation on the live object that keeps Flux off it. */
  enum Exclusion {
    SSA_IGNORE(SSA, "Ignore"),
    RECONCILE_DISABLED(RECONCILE, "disabled");

    final String key;
    final String value;

    Exclusion(String key, String value) {
      this.key = key;
      this.value = value;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(FluxKustomization.class);
  private final ScheduledExecutorService thread = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final LiveObject object;
  private final Duration interval;
  private Map<String, Object> manifest;
  private List<String> ignore = List.of();
  private int resets;

  FluxKustomization(LiveObject object, Map<String, Object> manifest, Duration interval) {
    this.object = object;
    this.manifest = manifest;
    this.interval = interval;
  }

  @Override
  public String manager() {
    return MANAGER;
  }

  @Override
  public void start() {
    thread.scheduleWithFixedDelay(this::run, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void addIgnoreRule() {
    ignore = List.of("/spec/replicas");
  }

  @Override
  public synchronized void push(Map<String, Object> commit) {
    manifest = commit;
  }

  private void run() {
    try {
      reconcile();
    } catch (KubernetesClientException e) {
      LOG.info("Tries again after the interval: {}", e.getMessage()); // its own end must not end the schedule
    }
  }

  private synchronized void reconcile() {
    var live = object.get();
    if (live == null) {
      object.apply(manifest, MANAGER);
      return;
    }
    if (isExcluded(live)) {
      return;
    }
    var rules = ignore;
    var wanted = manifest;
    var wouldBe = object.apply(LiveObject.asOf(live, wanted), MANAGER, WriteMode.DRY_RUN);
    if (Json.differ(live, wouldBe, rules)) {
      var applied = wanted;
      for (var pointer : rules) {
        if (!Json.at(live, pointer).equals(Json.at(wouldBe, pointer))) {
          applied = Json.with(applied, pointer, null);
        }
      }
      object.apply(applied, MANAGER);
      resets++;
    }
  }

  private static boolean isExcluded(Map<String, Object> live) {
    var annotations = Json.map(live, "metadata", "annotations");
    return "disabled".equals(annotations.get(RECONCILE))
        || annotations.get(SSA) instanceof String policy && policy.equalsIgnoreCase("Ignore");
  }

  @Override
  public synchronized int resetCount() {
    return resets;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
