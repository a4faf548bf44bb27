package dev.devsession.operator.drift;

import dev.devsession.api.v1alpha1.Annotations;
import java.time.Duration;
import java.util.Map;

/**
 * An operator that owns the workload and resets {@code spec.replicas} on every event, with an update of the object.
 */
final class OwningOperator implements CompetingController {
  private static final String MANAGER = "shop-operator";
  private final LiveObject object;
  private final Map<String, Object> manifest;
  private boolean ignoresMarkedWorkload;
  private ControlLoop loop;
  private int resets;

  OwningOperator(LiveObject object, Map<String, Object> manifest) {
    this.object = object;
    this.manifest = manifest;
  }

  @Override
  public String manager() {
    return MANAGER;
  }

  @Override
  public void start() {
    object.create(manifest, MANAGER);
    loop = new ControlLoop(object, Duration.ofMillis(50), this::reconcile);
  }

  @Override
  public synchronized void addIgnoreRule() {
    ignoresMarkedWorkload = true;
    loop.trigger();
  }

  private synchronized void reconcile() {
    var live = object.get();
    if (live == null) {
      return;
    }
    var wanted = Json.at(manifest, "/spec/replicas");
    var marked = Json.map(live, "metadata", "annotations").containsKey(Annotations.ORIGINAL);
    if (!wanted.equals(Json.at(live, "/spec/replicas")) && !(marked && ignoresMarkedWorkload)) {
      object.replace(Json.with(live, "/spec/replicas", wanted), MANAGER);
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
