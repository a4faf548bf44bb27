package dev.devsession.operator.drift;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Duration;
import java.util.Map;

/**
 * The controller of a HorizontalPodAutoscaler, with a recommendation instead of metrics: it writes through the scale
 * subresource, and takes 0 replicas for a pause unless {@code minReplicas} is 0 itself.
 */
final class Autoscaler implements CompetingController {
  private static final String MANAGER = "kube-controller-manager";
  private final LiveObject object;
  private final Map<String, Object> manifest;
  private final int recommended;
  private ControlLoop loop;
  private int resets;

  Autoscaler(LiveObject object, Map<String, Object> manifest, int recommended) {
    this.object = object;
    this.manifest = manifest;
    this.recommended = recommended;
  }

  @Override
  public String manager() {
    return MANAGER;
  }

  @Override
  public void start() {
    if (object.get() == null) {
      object.create(manifest, "kubectl-create");
    }
    loop = new ControlLoop(object, Duration.ofMillis(50), this::reconcile);
  }

  /** The autoscaler's minReplicas go from 0 to 1. */
  @Override
  public synchronized void addIgnoreRule() {
    object.client().resources(HorizontalPodAutoscaler.class).inNamespace(object.namespace()).withName(object.name())
        .edit(hpa -> {
          hpa.getSpec().setMinReplicas(1);
          return hpa;
        });
    loop.trigger();
  }

  private synchronized void reconcile() {
    var hpa = object.client().resources(HorizontalPodAutoscaler.class).inNamespace(object.namespace())
        .withName(object.name()).get();
    if (hpa == null) {
      return;
    }
    var min = hpa.getSpec().getMinReplicas();
    var replicas = object.scale();
    if (replicas == 0 && min > 0) {
      return;
    }
    var wanted = Math.clamp(recommended, min, hpa.getSpec().getMaxReplicas());
    if (replicas != wanted) {
      object.scale(wanted, MANAGER);
      resets++;
    }
  }

  @Override
  public synchronized int resetCount() {
    return resets;
  }

  @Override
  public void close() {
    loop.close();
  }
}
