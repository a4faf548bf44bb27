package dev.devsession.operator.drift;

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
   * What matters of the Application.
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

  ArgoSelfHeal(LiveObject object, Map<String, Object> manifest, boolean serverSide, Duration delay) {
    this.object = object;
    this.delay = delay;
    this.application = new Application(manifest, serverSide, List.of(), false);
  }

  @Override
  public String manager() {
    return MANAGER;
  }

  @Override
  public void start() {
    loop = new ControlLoop(object, delay, this::compare);
    loop.nudge();
  }

  @Override
  public void addRule() {
    configure(List.of("/spec/replicas"), true);
  }

  synchronized void configure(List<String> ignored, boolean respect) {
    application = new Application(application.manifest(), application.serverSide(), ignored, respect);
    loop.nudge();
  }

  @Override
  public synchronized void push(Map<String, Object> manifest) {
    application = new Application(manifest, application.serverSide(), application.ignored(), application.respect());
    loop.nudge();
  }

  private synchronized void compare() {
    var app = application;
    var live = object.get();
    if (live == null) {
      apply(app, app.manifest(), Map.of(), false);
    } else if (Json.differ(live, apply(app, app.manifest(), live, true), app.ignored())) {
      var target = app.manifest();
      for (var pointer : app.respect() ? app.ignored() : List.<String>of()) {
        target = Json.with(target, pointer, Json.at(live, pointer));
      }
      apply(app, target, live, false);
      resets++;
    }
  }

  /** @return the object as it is or, for a dry run, would be afterwards */
  private Map<String, Object> apply(Application app, Map<String, Object> target, Map<String, Object> live,
      boolean dryRun) {
    if (app.serverSide()) {
      return object.apply(dryRun ? LiveObject.asOf(live, target) : target, MANAGER, dryRun);
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
    return object.merge(dryRun ? LiveObject.asOf(live, patch) : patch, MANAGER, dryRun);
  }

  @Override
  public synchronized int resets() {
    return resets;
  }

  @Override
  public void close() {
    loop.close();
  }
}
