package dev.devsession.operator.drift;

import dev.devsession.api.v1alpha1.Names;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An operator that owns the workload and puts {@code spec.replicas} back on every event, with an update of the whole. */
final class OwningOperator implements Rival {
  private static final String MANAGER = "shop-operator";
  private final LiveObject object;
  private final Map<String, Object> manifest;
  private final AtomicInteger resets = new AtomicInteger();
  private volatile boolean heedsTheMark;
  private ControlLoop loop;

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
  public void addRule() {
    heedsTheMark = true;
    loop.nudge();
  }

  private void reconcile() {
    var live = object.get();
    if (live == null) {
      return;
    }
    var wanted = Json.at(manifest, "/spec/replicas");
    var marked = Json.map(live, "metadata", "annotations").containsKey(Names.ORIGINAL_ANNOTATION);
    if (!wanted.equals(Json.at(live, "/spec/replicas")) && !(marked && heedsTheMark)) {
      object.put(Json.with(live, "/spec/replicas", wanted), MANAGER);
      resets.incrementAndGet();
    }
  }

  @Override
  public int resets() {
    return resets.get();
  }

  @Override
  public void close() {
    loop.close();
  }
}
