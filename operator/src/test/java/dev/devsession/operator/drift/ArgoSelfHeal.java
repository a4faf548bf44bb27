package dev.devsession.operator.drift;

import dev.devsession.operator.drift.LiveObject.WriteMode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An Argo CD Application with automated sync and selfHeal. The diff is between the live object and what the apply would
 * make of it, without {@code ignoreDifferences}; the sync applies the manifest as it is, unless
 * {@code RespectIgnoreDifferences} has the ignored fields copied from the live object first.
 */
final class ArgoSelfHeal implements GitOpsTool {
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String MANAGER = "argocd-controller";

  /**
   * The fields of the Application that this stand-in uses.
   *
   * @param serverSide sync option {@code ServerSideApply=true}; otherwise {@code kubectl apply}'s three-way merge
   * @param ignored {@code ignoreDifferences} as JSON pointers
   * @param respect sync option {@code RespectIgnoreDifferences=true}
   */
  record Application(Map<String, Object> manifest, boolean serverSide, List<String> ignored, boolean respect) {}

  private final LiveObject object;
  private final Duration delay;
  private Application application;
  private ControlLoop loop;
  private int resets;

  private ArgoSelfHeal(LiveObject object, Application application, Duration delay) {
    this.object = object;
    this.delay = delay;
    this.application = application;
  }

  /** It applies by a three-way merge on its side. */
  static ArgoSelfHeal clientSide(LiveObject object, Map<String, Object> manifest, Duration delay) {
    return new ArgoSelfHeal(object, new Application(manifest, false, List.of(), false), delay);
  }

  /** It applies server-side. */
  static ArgoSelfHeal serverSide(LiveObject object, Map<String, Object> manifest, Duration delay) {
    return new ArgoSelfHeal(object, new Application(manifest, true, List.of(), false), delay);
  }

  @Override
  public String manager() {
    return MANAGER;
  }

  @Override
  public void start() {
    loop = new ControlLoop(object, delay, this::compare);
    loop.trigger();
  }

  @Override
  public void addIgnoreRule() {
    ignoreReplicasAlsoInSync();
  }

  /** Ignores the replicas in the diff, without {@code RespectIgnoreDifferences}. */
  void ignoreReplicasInDiff() {
    ignoreReplicas(false);
  }

  /** Ignores the replicas in the diff and, with {@code RespectIgnoreDifferences}, in the sync. */
  void ignoreReplicasAlsoInSync() {
    ignoreReplicas(true);
  }

  private synchronized void ignoreReplicas(boolean respect) {
    application = new Application(application.manifest(), application.serverSide(), List.of("/spec/replicas"), respect);
    loop.trigger();
  }

  @Override
  public synchronized void push(Map<String, Object> manifest) {
    application = new Application(manifest, application.serverSide(), application.ignored(), application.respect());
    loop.trigger();
  }

  private synchronized void compare() {
    var app = application;
    var live = object.get();
    if (live == null) {
      apply(app, app.manifest(), Map.of(), WriteMode.REAL);
    } else if (Json.differ(live, apply(app, app.manifest(), live, WriteMode.DRY_RUN), app.ignored())) {
      var target = app.manifest();
      for (var pointer : app.respect() ? app.ignored() : List.<String>of()) {
        target = Json.with(target, pointer, Json.at(live, pointer));
      }
      apply(app, target, live, WriteMode.REAL);
      resets++;
    }
  }

  /** @return the object after the write or, for a dry run, as it would be */
  private Map<String, Object> apply(Application app, Map<String, Object> target, Map<String, Object> live,
      WriteMode mode) {
    if (app.serverSide()) {
      return object.apply(mode == WriteMode.DRY_RUN ? LiveObject.asOf(live, target) : target, MANAGER, mode);
    }
    var wanted = Json.copy(target);
    Json.annotations(wanted).put(LAST_APPLIED, Serialization.asJson(target));
    if (live.isEmpty()) {
      object.create(wanted, MANAGER);
      return wanted;
    }
    var lastApplied = Json.map(live, "metadata", "annotations").get(LAST_APPLIED);
    var before = lastApplied == null ? Map.<String, Object>of() : Json.parse(lastApplied.toString());
    var patch = new ThreeWayPatch(object.isBuiltIn()).of(before, wanted, live);
    return object.merge(mode == WriteMode.DRY_RUN ? LiveObject.asOf(live, patch) : patch, MANAGER, mode);
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
